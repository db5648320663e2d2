import { describe, expect, test } from "vitest";
import { GLOBAL_ADMINISTRATOR, type ComplianceVerdict, type Inventory } from "@standdown/domain";
import {
  who,
  holds,
  canActivate,
  passkey,
  phone,
  policy,
  resultOf,
  OF_TEAM,
} from "./testing/small-tenant.ts";

describe("21835: whether there are two emergency access accounts", () => {
  const two = ["ann", "bo"];
  const both = {
    principals: two.map((id) => who(id)),
    assignments: two.map((id) => holds(id, GLOBAL_ADMINISTRATOR)),
    mfaRegistrations: two.map(passkey),
  };
  const all = policy({ includeUsers: ["All"], excludeUsers: two });
  const cases: [string, Partial<Inventory>, ComplianceVerdict][] = [
    ["two that no policy targets", { ...both, conditionalAccessPolicies: [all] }, "pass"],
    ["no policy at all", both, "pass"],
    [
      "a policy that targets one",
      { ...both, conditionalAccessPolicies: [policy({ includeUsers: ["ann"] })] },
      "fail",
    ],
    [
      "a policy that only reports",
      {
        ...both,
        conditionalAccessPolicies: [
          policy({ includeUsers: ["All"], state: "enabledForReportingButNotEnforced" }),
        ],
      },
      "pass",
    ],
    [
      "a policy on their role",
      { ...both, conditionalAccessPolicies: [policy({ includeRoles: [GLOBAL_ADMINISTRATOR] })] },
      "fail",
    ],
    [
      "a policy on a group of unknown members",
      { ...both, conditionalAccessPolicies: [policy({ includeGroups: ["club"] })] },
      "notDecided",
    ],
    [
      "a policy that leaves out their group, within another",
      {
        ...both,
        groupMembers: [
          { id: "club", userIds: [], groupIds: ["in"], servicePrincipalIds: [] },
          { id: "in", userIds: two, groupIds: ["club"], servicePrincipalIds: [] },
        ],
        conditionalAccessPolicies: [policy({ includeUsers: ["All"], excludeGroups: ["club"] })],
      },
      "pass",
    ],
    ["one with a telephone", { ...both, mfaRegistrations: [passkey("ann"), phone("bo")] }, "fail"],
    ["one of whom no method is known", { ...both, mfaRegistrations: [passkey("ann")] }, "notDecided"],
    [
      "one that is synchronized",
      { ...both, principals: [who("ann"), who("bo", "user", { onPremisesSyncEnabled: true })] },
      "fail",
    ],
    [
      "one that is only eligible",
      { ...both, assignments: [holds("ann", GLOBAL_ADMINISTRATOR)], eligibilities: [canActivate("bo")] },
      "fail",
    ],
    [
      "three",
      {
        principals: [...both.principals, who("cy")],
        assignments: [...both.assignments, holds("cy", GLOBAL_ADMINISTRATOR)],
        mfaRegistrations: [...two, "cy"].map(passkey),
      },
      "investigate",
    ],
    [
      "two through a group",
      {
        ...both,
        ...OF_TEAM,
        principals: [...both.principals, who("team", "group")],
        assignments: [holds("team", GLOBAL_ADMINISTRATOR)],
      },
      "pass",
    ],
    [
      "a group of whose members nothing is known",
      { ...OF_TEAM, principals: [who("team", "group")], assignments: [holds("team", GLOBAL_ADMINISTRATOR)] },
      "notDecided",
    ],
    [
      "a group of unknown members",
      { principals: [who("team", "group")], assignments: [holds("team", GLOBAL_ADMINISTRATOR)] },
      "notDecided",
    ],
    ["nobody", {}, "fail"],
  ];
  test.each(cases)("%s", (_name, tenant, verdict) => {
    expect(resultOf("ZTA.21835", tenant).verdict).toBe(verdict);
  });
});
