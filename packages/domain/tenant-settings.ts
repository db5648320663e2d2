/** What conditional access says about roles: a policy that targets a role applies only while the role is active. */
export type ConditionalAccessPolicy = {
  readonly id: string;
  readonly displayName: string;
  readonly state: "enabled" | "disabled" | "enabledForReportingButNotEnforced";
  /** Template ids of roles, as `conditions.users.includeRoles` and `excludeRoles` have them. */
  readonly includeRoles: readonly string[];
  readonly excludeRoles: readonly string[];
  readonly includeUsers: readonly string[];
  readonly excludeUsers: readonly string[];
  readonly includeGroups: readonly string[];
  readonly excludeGroups: readonly string[];
  /** `conditions.applications.includeAuthenticationContextClassReferences`: `c1`, `c2`, … */
  readonly authenticationContexts: readonly string[];
  /** `grantControls.builtInControls`, `block` among them. */
  readonly grantControls: readonly string[];
};

/**
 * Licences of one kind that the tenant has. `isForPim`: with the service plan that PIM needs. `isUsable`: in force, or in
 * the weeks of grace after its end; `enabledUnits` counts the seats of both.
 */
export type Licence = {
  readonly id: string;
  readonly skuPartNumber: string;
  readonly isForPim: boolean;
  readonly isUsable: boolean;
  readonly enabledUnits: number;
  readonly consumedUnits: number;
};

/** Who is in a group that holds roles, approves activations, or is selected by. */
export type GroupMembers = {
  /** Of the group. */
  readonly id: string;
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly servicePrincipalIds: readonly string[];
};
