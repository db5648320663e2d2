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
  ...because("changing settings is not served yet", [
    "PATCH /policies/roleManagementPolicies/{unifiedRoleManagementPolicy-id}",
    "PATCH /policies/roleManagementPolicies/{unifiedRoleManagementPolicy-id}/rules/{unifiedRoleManagementPolicyRule-id}",
  ]),
  ...because(
    "PIM for groups is not served yet",
    ["assignment", "eligibility"].flatMap((side) => {
      const type = side === "assignment" ? "Assignment" : "Eligibility";
      const group = "/identityGovernance/privilegedAccess/group";
      const requests = `${group}/${side}ScheduleRequests`;
      return [
        ...["Schedules", "ScheduleInstances", "ScheduleRequests"].flatMap((name) => [
          `GET ${group}/${side}${name}`,
          `GET ${group}/${side}${name}/{privilegedAccessGroup${type}${name.slice(0, -1)}-id}`,
          `GET ${group}/${side}${name}/filterByCurrentUser(on='{on}')`,
        ]),
        `POST ${requests}`,
        `POST ${requests}/{privilegedAccessGroup${type}ScheduleRequest-id}/cancel`,
      ];
    }),
  ),
  ...because("audit logs are not served yet", [
    "GET /auditLogs/directoryAudits",
    "GET /auditLogs/directoryAudits/{directoryAudit-id}",
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
