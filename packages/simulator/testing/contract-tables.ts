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
