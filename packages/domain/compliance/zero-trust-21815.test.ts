import { describe, expect, test } from "vitest";
import { GLOBAL_ADMINISTRATOR } from "@standdown/domain";
import {
  SECURITY,
  EXCHANGE,
  CUSTOM,
  END,
  who,
  holds,
  canActivate,
  resultOf,
  ANN,
  TEAM,
  OF_TEAM,
  type Case,
} from "./testing/small-tenant.ts";

describe("21815: who is permanently active in a privileged role", () => {
  const cases: Case[] = [
    ["nobody", {}, "pass", 0],
    ["a user", { principals: ANN, assignments: [holds("ann", SECURITY)] }, "fail", 1],
    [
      "a user until a day",
      { principals: ANN, assignments: [holds("ann", SECURITY, { endDateTime: END })] },
      "fail",
      1,
    ],
    [
      "a user in one unit",
      { principals: ANN, assignments: [holds("ann", SECURITY, { directoryScopeId: "/u" })] },
      "fail",
      1,
    ],
    [
      "the same role twice",
      {
        principals: ANN,
        assignments: [holds("ann", SECURITY), holds("ann", SECURITY, { directoryScopeId: "/u" })],
      },
      "fail",
      1,
    ],
    [
      "an activation",
      {
        principals: ANN,
        assignments: [holds("ann", SECURITY, { assignmentType: "Activated", endDateTime: END })],
      },
      "pass",
      0,
    ],
    ["an eligible user", { principals: ANN, eligibilities: [canActivate("ann")] }, "pass", 0],
    ["a role that is not privileged", { principals: ANN, assignments: [holds("ann", EXCHANGE)] }, "pass", 0],
    [
      "a role of which nobody says it",
      { principals: ANN, assignments: [holds("ann", CUSTOM)] },
      "notDecided",
      0,
    ],
    [
      "an application",
      { principals: [who("app", "servicePrincipal")], assignments: [holds("app", SECURITY)] },
      "fail",
      1,
    ],
    ["a deleted user", { assignments: [holds("gone", SECURITY)] }, "fail", 1],
    ["a group whose members are not known", TEAM, "fail", 1],
    ["a group and its two members", { ...TEAM, ...OF_TEAM }, "fail", 3],
    [
      "a member who holds it in person, too",
      {
        ...TEAM,
        ...OF_TEAM,
        principals: [...ANN, ...TEAM.principals],
        assignments: [...TEAM.assignments, holds("ann", SECURITY)],
      },
      "fail",
      3,
    ],
    [
      "a declared emergency access account",
      {
        principals: [who("glass")],
        assignments: [holds("glass", GLOBAL_ADMINISTRATOR), holds("glass", SECURITY)],
      },
      "pass",
      0,
    ],
  ];
  test.each(cases)("%s", (_name, tenant, verdict, findingCount) => {
    expect(resultOf("ZTA.21815", tenant, ["glass"])).toMatchObject({ verdict, evidence: { findingCount } });
  });
});
