import { describe, expect, test } from "vitest";
import { costOf } from "./call-cost.ts";

describe("what a call costs", () => {
  test.each([
    ["/organization", 1],
    ["/users", 2],
    ["/users/", 2],
    ["/USERS", 2],
    ["/users/a@b.example", 1],
    ["/users?$select=id", 1],
    ["/users?$top=5", 1],
    ["/users?$top=20", 2],
    ["/users?$select=id&$top=5", 1],
    ["/users?%24expand=manager", 3],
    ["/groups/g/members", 3],
    ["/groups/g/members?$select=id", 2],
    ["/groups/g/transitiveMembers", 5],
    ["/groups/g/transitiveMembers?$select=id&$top=1", 3],
    ["/subscribedSkus", 3],
    ["/roleManagement/directory/roleAssignmentScheduleInstances?$filter=principalId eq 'x'", 1],
    ["/roleManagement/directory/roleAssignments?$expand=principal", 2],
  ])("reading %s: %i resource units and no write", (url, units) => {
    expect(costOf("GET", url)).toEqual({ resourceUnits: units, charges: [["resourceUnits", units]] });
  });

  test("getByIds reads, though it is a POST", () => {
    expect(costOf("POST", "/directoryObjects/getByIds")).toEqual({
      resourceUnits: 3,
      charges: [["resourceUnits", 3]],
    });
  });

  test.each(["POST", "PATCH", "DELETE"])(
    "%s costs one write, of the application and of the tenant",
    (method) => {
      expect(costOf(method, "/roleManagement/directory/roleAssignments/x").charges).toEqual([
        ["resourceUnits", 1],
        ["writes", 1],
        ["tenantWrites", 1],
      ]);
    },
  );

  test.each(["roleAssignmentScheduleRequests", "roleEligibilityScheduleRequests/x/cancel"])(
    "POST %s is a write of PIM besides",
    (path) => {
      expect(costOf("POST", `/roleManagement/directory/${path}`).charges).toContainEqual(["pimWrites", 1]);
    },
  );

  test.each([
    ["GET", "/auditLogs/directoryAudits?$top=5", "reports"],
    ["GET", "/reports/authenticationMethods/userRegistrationDetails", "reports"],
    ["GET", "/identity/conditionalAccess/policies", "conditionalAccess"],
    ["POST", "/identity/conditionalAccess/policies", "conditionalAccess"],
  ])("%s %s falls under %s alone", (method, url, limit) => {
    expect(costOf(method, url).charges).toEqual([[limit, 1]]);
  });

  test.each(["/$batch", "/users/x/sendMail"])("%s is free", (url) => {
    expect(costOf("POST", url).charges).toEqual([]);
  });
});
