import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWithSharedData } from "../../test/environment/shared-data.ts";
import { BUILT_IN_ROLES } from "./builtin-roles.ts";
import { DEFAULT_GROUP_POLICY_RULES, DEFAULT_POLICY_RULES } from "./default-policy.ts";
import type { JsonObject } from "./testing/json.ts";
import { isJsonObject, objectsAt, parseObject } from "./testing/json.ts";

const SET_ASIDE = new Set(["sync-service-account-only", "legacy-partner-do-not-use", "deprecated-hidden"]);

describeWithSharedData("roles and their settings", (folder) => {
  const read = (name: string): JsonObject => parseObject(readFileSync(join(folder, name), "utf8"));

  test("the built-in roles are Microsoft's, every one, with the properties that matter", () => {
    const expected = objectsAt(read("builtin-roles.json"), "roles").map((role) => {
      const flags = Array.isArray(role["flags"]) ? role["flags"].map(String) : [];
      return {
        id: role["templateId"],
        displayName: role["displayName"],
        isPrivileged: role["isPrivileged"],
        assignmentMode: role["assignmentMode"],
        isScopableToAdministrativeUnit: flags.includes("au-scopable"),
        isObsoleteOrService: flags.some((flag) => SET_ASIDE.has(flag)),
        inheritsFromIds: role["inheritsFrom"],
      };
    });
    expect(BUILT_IN_ROLES).toHaveLength(145);
    expect(BUILT_IN_ROLES).toEqual(expected);
  });

  test.each([
    ["DirectoryRole", DEFAULT_POLICY_RULES],
    ["Group", DEFAULT_GROUP_POLICY_RULES],
  ] as const)(
    "the settings of a %s that nobody has changed are the documented ones, rule by rule",
    (name, rules) => {
      const documented = read("pim-default-policies.json")[name];
      expect({ rules }).toEqual({ rules: isJsonObject(documented) ? documented["rules"] : undefined });
    },
  );
});
