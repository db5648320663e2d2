import { describe, expect, test } from "vitest";
import type { AssignmentInstance, ComplianceVerdict, Inventory } from "@standdown/domain";
import { SECURITY, EXCHANGE, END, holds, resultOf } from "./testing/small-tenant.ts";

const one = (more: Partial<AssignmentInstance>, principalId = "ann"): Partial<Inventory> => ({
  assignments: [holds(principalId, EXCHANGE, more)],
});

describe("MS.AAD.7.4 and 7.5: rows without an end, rows without a start, in the eight roles", () => {
  const cases: [string, Partial<Inventory>, ComplianceVerdict, ComplianceVerdict][] = [
    ["nobody", {}, "pass", "pass"],
    ["permanent, made through PIM", one({}), "fail", "pass"],
    ["permanent, made outside PIM", one({ startDateTime: null }), "fail", "fail"],
    ["until a day", one({ endDateTime: END }), "pass", "pass"],
    ["an activation", one({ assignmentType: "Activated", endDateTime: END }), "pass", "pass"],
    ["at one unit", one({ directoryScopeId: "/u" }), "fail", "pass"],
    ["a declared account", one({}, "glass"), "pass", "pass"],
    ["a declared account that was made outside PIM", one({ startDateTime: null }, "glass"), "pass", "fail"],
    [
      "a role that is none of the eight",
      { assignments: [holds("ann", SECURITY, { startDateTime: null })] },
      "pass",
      "pass",
    ],
  ];
  test.each(cases)("%s", (_name, tenant, permanent, outside) => {
    expect(resultOf("MS.AAD.7.4", tenant, ["glass"]).verdict).toBe(permanent);
    expect(resultOf("MS.AAD.7.5", tenant, ["glass"]).verdict).toBe(outside);
  });
});
