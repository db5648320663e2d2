import { describe, expect, test } from "vitest";
import {
  GLOBAL_ADMINISTRATOR,
  type AssignmentInstance,
  type ComplianceVerdict,
  type Inventory,
} from "@standdown/domain";
import {
  SECURITY,
  CUSTOM,
  END,
  who,
  holds,
  canActivate,
  resultOf,
  TEAM,
  OF_TEAM,
  WITH_APP,
} from "./testing/small-tenant.ts";

const admins = (ids: string[]): AssignmentInstance[] => ids.map((id) => holds(id, GLOBAL_ADMINISTRATOR));

describe("21816: whether privileged roles are managed with PIM", () => {
  const eligibilities = [canActivate("eve")];
  const people = ["ann", "bo", "cy", "eve"].map((id) => who(id));
  const base = { principals: people, eligibilities };
  const global = {
    ...base,
    principals: [...people, who("team", "group")],
    assignments: [holds("team", GLOBAL_ADMINISTRATOR)],
  };
  const cases: [string, Partial<Inventory>, ComplianceVerdict][] = [
    ["nobody is eligible for Global Administrator", { principals: people }, "fail"],
    ["somebody is, and nothing stands", base, "pass"],
    ["two permanent Global Administrators", { ...base, assignments: admins(["ann", "bo"]) }, "pass"],
    ["three of them", { ...base, assignments: admins(["ann", "bo", "cy"]) }, "investigate"],
    ["a permanent holder of another role", { ...base, assignments: [holds("ann", SECURITY)] }, "fail"],
    ["one until a day", { ...base, assignments: [holds("ann", SECURITY, { endDateTime: END })] }, "pass"],
    [
      "one in one unit only",
      { ...base, assignments: [holds("ann", SECURITY, { directoryScopeId: "/u" })] },
      "pass",
    ],
    ["one whom PIM does not know", { ...base, roleAssignments: [holds("ann", SECURITY)] }, "fail"],
    ["a custom role", { ...base, assignments: [holds("ann", CUSTOM)] }, "pass"],
    [
      "an application in Global Administrator",
      {
        ...base,
        principals: [...people, who("app", "servicePrincipal")],
        assignments: [holds("app", GLOBAL_ADMINISTRATOR)],
      },
      "fail",
    ],
    [
      "a group in another role",
      { ...base, ...TEAM, principals: [...people, ...TEAM.principals] },
      "notDecided",
    ],
    ["a group of two in Global Administrator", { ...global, ...OF_TEAM }, "pass"],
    [
      "the same beside one more",
      { ...global, ...OF_TEAM, assignments: [...global.assignments, ...admins(["cy"])] },
      "notDecided",
    ],
    ["a group with an application in it", { ...global, ...WITH_APP }, "notDecided"],
    [
      "an eligible group of unknown members alone",
      { principals: [who("team", "group")], eligibilities: [canActivate("team")] },
      "notDecided",
    ],
    [
      "an eligible group of two",
      { ...OF_TEAM, principals: [who("team", "group")], eligibilities: [canActivate("team")] },
      "pass",
    ],
  ];
  test.each(cases)("%s", (_name, tenant, verdict) => {
    expect(resultOf("ZTA.21816", tenant).verdict).toBe(verdict);
  });

  test("declared emergency access accounts make no difference", () => {
    const tenant = { ...base, assignments: [holds("ann", SECURITY)] };
    expect(resultOf("ZTA.21816", tenant, ["ann"]).verdict).toBe("fail");
  });
});
