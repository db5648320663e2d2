import { describe, expect, test } from "vitest";
import {
  SECURITY,
  EXCHANGE,
  CUSTOM,
  who,
  holds,
  canActivate,
  resultOf,
  TEAM,
  OF_TEAM,
  WITH_APP,
  type Case,
} from "./testing/small-tenant.ts";

describe("21836: applications in privileged roles", () => {
  const app = { principals: [who("app", "servicePrincipal")] };
  const cases: Case[] = [
    ["none", {}, "pass", 0],
    ["a permanent one", { ...app, assignments: [holds("app", SECURITY)] }, "fail", 1],
    ["an eligible one", { ...app, eligibilities: [canActivate("app")] }, "fail", 1],
    ["one in a role that is not privileged", { ...app, assignments: [holds("app", EXCHANGE)] }, "pass", 0],
    [
      "one in a role of which nobody says it",
      { ...app, assignments: [holds("app", CUSTOM)] },
      "notDecided",
      0,
    ],
    ["one through a group", { ...TEAM, ...WITH_APP }, "fail", 1],
    ["a group of users", { ...TEAM, ...OF_TEAM }, "pass", 0],
    ["a group of unknown members", TEAM, "notDecided", 0],
  ];
  test.each(cases)("%s", (_name, tenant, verdict, findingCount) => {
    expect(resultOf("ZTA.21836", tenant, ["app"])).toMatchObject({ verdict, evidence: { findingCount } });
  });
});
