/** The shapes of an exported inventory, as `inventory.schema.json` says them. Times are RFC 3339 in UTC. */

/** Who may do what where; exactly one of the scopes is set. */
export interface InventoryKey {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string | null;
  readonly appScopeId: string | null;
}

/** A role, built-in or the tenant's own. */
export interface InventoryRole {
  readonly id: string;
  readonly templateId: string | null;
  readonly displayName: string;
  readonly isBuiltIn: boolean;
  readonly isEnabled: boolean;
  /** Null: not known. */
  readonly isPrivileged: boolean | null;
}

/** Licences of one product. */
export interface InventoryLicence {
  /** `{accountId}_{skuId}`. */
  readonly id: string;
  readonly skuPartNumber: string;
  readonly isForPim: boolean;
  readonly isUsable: boolean;
  readonly enabledUnits: number;
  readonly consumedUnits: number;
}

/** What a conditional access policy says about whom it is for. */
export interface InventoryConditionalAccessPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly state: "enabled" | "disabled" | "enabledForReportingButNotEnforced";
  readonly includeRoles: readonly string[];
  readonly excludeRoles: readonly string[];
  readonly includeUsers: readonly string[];
  readonly excludeUsers: readonly string[];
  readonly includeGroups: readonly string[];
  readonly excludeGroups: readonly string[];
  readonly authenticationContexts: readonly string[];
  readonly grantControls: readonly string[];
}

/** One rule of a role's settings. `id` is as the service names rules. */
export type InventoryRule =
  | {
      readonly kind: "expiration";
      readonly id: string;
      readonly isExpirationRequired: boolean;
      readonly maximumDuration: string | null;
    }
  | { readonly kind: "enablement"; readonly id: string; readonly enabledRules: readonly string[] }
  | {
      readonly kind: "notification";
      readonly id: string;
      readonly recipientType: string;
      readonly notificationLevel: string;
      readonly isDefaultRecipientsEnabled: boolean;
      readonly notificationRecipients: readonly string[];
    }
  | {
      readonly kind: "approval";
      readonly id: string;
      readonly isApprovalRequired: boolean;
      readonly isApprovalRequiredForExtension: boolean;
      readonly isRequestorJustificationRequired: boolean;
      readonly approvalMode: string;
      readonly approvalStages: readonly InventoryApprovalStage[];
    }
  | {
      readonly kind: "authenticationContext";
      readonly id: string;
      readonly isEnabled: boolean;
      readonly claimValue: string | null;
    };

/** One round of approval, with whom it names. */
export interface InventoryApprovalStage {
  readonly approvalStageTimeOutInDays: number;
  readonly isApproverJustificationRequired: boolean;
  readonly isEscalationEnabled: boolean;
  readonly escalationTimeInMinutes: number;
  readonly primaryApprovers: readonly InventoryApprover[];
  readonly escalationApprovers: readonly InventoryApprover[];
}

/** Who decides an activation. */
export interface InventoryApprover {
  readonly kind: "user" | "group";
  readonly id: string;
  readonly description?: string;
}

/** The settings of one role: all 17 rules. */
export interface InventoryRoleSettings {
  /** `{policyId}_{roleDefinitionId}`. */
  readonly id: string;
  /** `DirectoryRole_{tenantId}_{guid}`. */
  readonly policyId: string;
  readonly roleDefinitionId: string;
  readonly rules: readonly InventoryRule[];
}

/** What a principal does not have. */
type Without<Name extends string> = { readonly [Property in Name]: null };
type OfUsers =
  | "userPrincipalName"
  | "userType"
  | "department"
  | "country"
  | "jobTitle"
  | "externalUserState"
  | "isMicrosoftAccount"
  | "isLicensedForPim";
type OfGroups = "isAssignableToRole" | "isDynamic";
type OfApplications = "appId" | "servicePrincipalType";

/** When an account was used last; `at` is null where it never was. */
type LastSignIn = { readonly isKnown: false } | { readonly isKnown: true; readonly at: string | null };
type NotKnown = { readonly isKnown: false };

/** A person. */
export interface InventoryUser extends Without<OfGroups | OfApplications> {
  readonly type: "user";
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
  readonly department: string | null;
  readonly country: string | null;
  readonly jobTitle: string | null;
  readonly externalUserState: string | null;
  readonly isMicrosoftAccount: boolean | null;
  readonly isLicensedForPim: boolean | null;
  readonly lastSignIn: LastSignIn;
  readonly createdDateTime: string | null;
  readonly onPremisesSyncEnabled: boolean | null;
}

/** A group. */
export interface InventoryGroup extends Without<OfUsers | OfApplications | "accountEnabled"> {
  readonly type: "group";
  readonly id: string;
  readonly displayName: string;
  readonly lastSignIn: NotKnown;
  readonly createdDateTime: string | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly isAssignableToRole: boolean | null;
  readonly isDynamic: boolean | null;
}

/** An application's account. */
export interface InventoryServicePrincipal extends Without<
  OfUsers | OfGroups | "createdDateTime" | "onPremisesSyncEnabled"
> {
  readonly type: "servicePrincipal";
  readonly id: string;
  readonly displayName: string;
  readonly accountEnabled: boolean | null;
  readonly lastSignIn: NotKnown;
  readonly appId: string;
  readonly servicePrincipalType: string | null;
}

/** A principal of another kind. */
export interface InventoryOther extends Without<
  OfUsers | OfGroups | OfApplications | "accountEnabled" | "createdDateTime" | "onPremisesSyncEnabled"
> {
  readonly type: "unknown";
  readonly id: string;
  readonly displayName: string | null;
  readonly lastSignIn: NotKnown;
}

/** A principal that the directory knew. */
export type InventoryPrincipal = InventoryUser | InventoryGroup | InventoryServicePrincipal | InventoryOther;

/** Who is in a group by themselves. */
export interface InventoryGroupMembers {
  /** Of the group. */
  readonly id: string;
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly servicePrincipalIds: readonly string[];
}

/** What the report on authentication methods says of an administrator. */
export interface InventoryMfaRegistration {
  /** Of the user. */
  readonly id: string;
  readonly isMfaRegistered: boolean;
  readonly methodsRegistered: readonly string[];
}

/** A row of `roleAssignments`. */
export interface InventoryRoleAssignment extends InventoryKey {
  readonly id: string;
}

interface Instance extends InventoryKey {
  readonly id: string;
  readonly memberType: "Direct" | "Group" | "Inherited";
  readonly startDateTime: string | null;
  readonly endDateTime: string | null;
}

/** A row of `roleAssignmentScheduleInstances`. */
export interface InventoryAssignment extends Instance {
  readonly assignmentType: "Assigned" | "Activated";
  readonly roleAssignmentScheduleId: string;
  readonly roleAssignmentOriginId: string | null;
}

/** A row of `roleEligibilityScheduleInstances`. */
export interface InventoryEligibility extends Instance {
  readonly roleEligibilityScheduleId: string;
}

/** The lists of an inventory: one of each kind. */
export interface InventoryLists {
  readonly roles: readonly InventoryRole[];
  readonly administrativeUnits: readonly { readonly id: string; readonly displayName: string }[];
  readonly licences: readonly InventoryLicence[];
  readonly conditionalAccessPolicies: readonly InventoryConditionalAccessPolicy[];
  readonly roleSettings: readonly InventoryRoleSettings[];
  readonly roleAssignments: readonly InventoryRoleAssignment[];
  readonly assignments: readonly InventoryAssignment[];
  readonly eligibilities: readonly InventoryEligibility[];
  readonly principals: readonly InventoryPrincipal[];
  readonly groupMembers: readonly InventoryGroupMembers[];
  readonly mfaRegistrations: readonly InventoryMfaRegistration[];
}

/** A whole inventory. */
export interface Inventory extends InventoryLists {
  readonly kind: "TenantInventory";
  readonly version: 1;
  readonly tenantId: string;
  readonly readAt: string;
}
