/** Paths of the contract that nothing answers yet, with why. A path that is served must not stand here. */
export const NOT_SERVED_YET: Readonly<Record<string, string>> = {
  ...because("what only a signed-in user can ask of roles is not served yet", [
    "GET /roleManagement/directory/roleAssignmentSchedules/filterByCurrentUser(on='{on}')",
    "GET /roleManagement/directory/roleAssignmentScheduleInstances/filterByCurrentUser(on='{on}')",
    "GET /roleManagement/directory/roleAssignmentScheduleRequests/filterByCurrentUser(on='{on}')",
    "GET /roleManagement/directory/roleEligibilitySchedules/filterByCurrentUser(on='{on}')",
    "GET /roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='{on}')",
    "GET /roleManagement/directory/roleEligibilityScheduleRequests/filterByCurrentUser(on='{on}')",
  ]),
};

function because(reason: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

/** Navigations of directory objects that can be expanded here; the others lead to what is no part of a directory. */
export const EXPANDED_OF_DIRECTORY: Readonly<Record<string, readonly string[]>> = {
  "/users": ["memberOf"],
  "/groups": ["members", "transitiveMembers", "owners", "memberOf"],
  "/servicePrincipals": ["memberOf"],
  "/directory/administrativeUnits": ["members"],
};
/** Why the others are left out. */
export const NOT_EXPANDED = "navigations to mail, files, devices and the like: no part of the tenant";

/** What the service answers for an id that it does not know, where it is not 404. */
export const UNKNOWN_ID_ANSWERS: Readonly<Record<string, number>> = {
  "GET /policies/roleManagementPolicies/{unifiedRoleManagementPolicy-id}/rules/{unifiedRoleManagementPolicyRule-id}": 400,
  "PATCH /policies/roleManagementPolicies/{unifiedRoleManagementPolicy-id}/rules/{unifiedRoleManagementPolicyRule-id}": 400,
};
