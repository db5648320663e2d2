import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { FirstOfKind, type Found, type Guard } from "./guard.ts";

/**
 * Where the tenant's two lists disagree nobody knows what is held, so nothing is planned on it: it is read again, or its
 * principal is excluded. Of deleted principals one list has rows for days, which is known and harmless.
 */
export class Unreconciled implements Guard {
  readonly #found = new FirstOfKind();

  observe({ principalId }: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    for (const { key, beforeImage, assignmentId } of entries.filter(
      ({ reason }) => reason === "unreconciled",
    )) {
      this.#found.add({
        code: "unreconciled",
        pointer: "/spec/exclusions",
        message: `the tenant's two lists of assignments disagree about ${beforeImage.principalName} (${principalId}) in ${beforeImage.roleName}: read the tenant again, or exclude this principal`,
        principalId,
        roleDefinitionId: key.roleDefinitionId,
        count: 1,
        evidence: [{ property: "assignmentId", value: assignmentId }],
      });
    }
  }

  conclude(): readonly Found[] {
    return this.#found.conclude();
  }
}
