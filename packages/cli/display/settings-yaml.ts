import type { RoleDocument, RoleSettingsTemplateDocument } from "@standdown/contracts";
import { Document, isScalar } from "yaml";

/** Settings of roles as YAML for the spec of a plan: each role, which is named by an id, with its name as a comment. */
export function settingsYaml(
  fragment: RoleSettingsTemplateDocument,
  roles: readonly Pick<RoleDocument, "id" | "templateId" | "displayName">[],
): string {
  const document = new Document(fragment);
  for (const [place, assignment] of fragment.roleSettings.assign.entries()) {
    for (const [at, selector] of assignment.roles.entries()) {
      for (const key of ["id", "templateId"] as const) {
        const role = roles.find((known) => selector[key] !== undefined && known[key] === selector[key]);
        const node = document.getIn(["roleSettings", "assign", place, "roles", at, key], true);
        // A name never makes a line of its own, and so never a part of the plan.
        if (role !== undefined && isScalar(node))
          node.comment = ` ${role.displayName.replaceAll(/\s+/g, " ")}`;
      }
    }
  }
  return document.toString({ lineWidth: 0 });
}
