import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWithSharedData } from "../../test/environment/shared-data.ts";
import { BUILT_IN_ROLES } from "./builtin-roles.ts";
import { DEFAULT_POLICY_RULES } from "./default-policy.ts";

interface ReferenceRole {
  readonly templateId: string;
  readonly displayName: string;
  readonly isPrivileged: boolean;
  readonly assignmentMode: string;
  readonly flags: readonly string[];
}

const SET_ASIDE = ["sync-service-account-only", "legacy-partner-do-not-use", "deprecated-hidden"];

describeWithSharedData("roles and their settings", (folder) => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));

  test("the built-in roles are Microsoft's, every one, with the properties that matter", () => {
    const { roles } = read("builtin-roles.json") as { roles: ReferenceRole[] };
    const expected = roles.map((role) => ({
      id: role.templateId,
      displayName: role.displayName,
      isPrivileged: role.isPrivileged,
      assignmentMode: role.assignmentMode,
      isScopableToAdministrativeUnit: role.flags.includes("au-scopable"),
      isObsoleteOrService: role.flags.some((flag) => SET_ASIDE.includes(flag)),
    }));
    expect(BUILT_IN_ROLES).toHaveLength(145);
    expect(BUILT_IN_ROLES).toEqual(expected);
  });

  test("the settings that nobody has changed are the documented ones, rule by rule", () => {
    const { DirectoryRole } = read("pim-default-policies.json") as { DirectoryRole: { rules: unknown[] } };
    expect(DEFAULT_POLICY_RULES).toEqual(DirectoryRole.rules);
  });
});
