/** The 17 rules of a role's settings, by the ids that Microsoft gives them (`roleManagementPolicies`). */
export const RULE_IDS = [
  "Expiration_Admin_Eligibility",
  "Enablement_Admin_Eligibility",
  "Notification_Admin_Admin_Eligibility",
  "Notification_Requestor_Admin_Eligibility",
  "Notification_Approver_Admin_Eligibility",
  "Expiration_Admin_Assignment",
  "Enablement_Admin_Assignment",
  "Notification_Admin_Admin_Assignment",
  "Notification_Requestor_Admin_Assignment",
  "Notification_Approver_Admin_Assignment",
  "Expiration_EndUser_Assignment",
  "Enablement_EndUser_Assignment",
  "Approval_EndUser_Assignment",
  "AuthenticationContext_EndUser_Assignment",
  "Notification_Admin_EndUser_Assignment",
  "Notification_Requestor_EndUser_Assignment",
  "Notification_Approver_EndUser_Assignment",
] as const;
/** One of them. */
export type RuleId = (typeof RULE_IDS)[number];

/** What a request or an activation must carry, in Microsoft's words. */
export const ENABLEMENTS = ["MultiFactorAuthentication", "Justification", "Ticketing"] as const;
/** One of them. */
export type Enablement = (typeof ENABLEMENTS)[number];

/** Who decides an activation: a user, or whoever is a member of a group. `description` is a name for people, if any. */
export type Approver = {
  readonly kind: "user" | "group";
  readonly id: string;
  readonly description?: string;
};

/** How long access may last; `maximumDuration` is an ISO 8601 duration, null where the tenant answers none. */
export type ExpirationRule = {
  readonly kind: "expiration";
  readonly id: RuleId;
  readonly isExpirationRequired: boolean;
  readonly maximumDuration: string | null;
};

/** What must be carried. */
export type EnablementRule = {
  readonly kind: "enablement";
  readonly id: RuleId;
  readonly enabledRules: readonly Enablement[];
};

/** Who gets mail about it. */
export type NotificationRule = {
  readonly kind: "notification";
  readonly id: RuleId;
  readonly recipientType: "Admin" | "Requestor" | "Approver";
  readonly notificationLevel: "None" | "Critical" | "All";
  readonly isDefaultRecipientsEnabled: boolean;
  readonly notificationRecipients: readonly string[];
};

/** How approvals go round, in Microsoft's words; directory roles know one stage only. */
export const APPROVAL_MODES = ["SingleStage", "Serial", "Parallel", "NoApproval"] as const;

/** One round of approval. */
export type ApprovalStage = {
  readonly approvalStageTimeOutInDays: number;
  readonly isApproverJustificationRequired: boolean;
  readonly isEscalationEnabled: boolean;
  readonly escalationTimeInMinutes: number;
  readonly primaryApprovers: readonly Approver[];
  readonly escalationApprovers: readonly Approver[];
};

/** Who decides an activation. Required without approvers, active Global and Privileged Role Administrators decide. */
export type ApprovalRule = {
  readonly kind: "approval";
  readonly id: RuleId;
  readonly isApprovalRequired: boolean;
  readonly isApprovalRequiredForExtension: boolean;
  readonly isRequestorJustificationRequired: boolean;
  readonly approvalMode: (typeof APPROVAL_MODES)[number];
  readonly approvalStages: readonly ApprovalStage[];
};

/** Whom an approval rule names, over all its stages. */
export function namedApprovers({ approvalStages }: ApprovalRule): readonly Approver[] {
  return approvalStages.flatMap(({ primaryApprovers }) => primaryApprovers);
}

/** The authentication context that an activation must meet; excludes `MultiFactorAuthentication`. */
export type AuthenticationContextRule = {
  readonly kind: "authenticationContext";
  readonly id: RuleId;
  readonly isEnabled: boolean;
  readonly claimValue: string | null;
};

/** One rule of a role's settings. */
export type RoleRule =
  | ExpirationRule
  | EnablementRule
  | NotificationRule
  | ApprovalRule
  | AuthenticationContextRule;

/** The settings of one role. `id` is that of the policy's assignment to the role; the policy is one for the tenant. */
export type RoleSettings = {
  readonly id: string;
  readonly policyId: string;
  readonly roleDefinitionId: string;
  readonly rules: readonly RoleRule[];
};

/** An authentication context that is asked for and not named: no policy speaks of it. */
const UNNAMED_CONTEXT = "";

/** What somebody must bring to activate a role. `approvers`: null when nobody is asked. */
export type ActivationNeeds = {
  readonly requires: readonly Enablement[];
  readonly authenticationContext: string | null;
  readonly approvers: readonly Approver[] | null;
};

/** Tells it from the settings. */
export function activationNeeds({ rules }: Pick<RoleSettings, "rules">): ActivationNeeds {
  const needs = { requires: [] as readonly Enablement[], authenticationContext: null as string | null };
  let approvers: readonly Approver[] | null = null;
  for (const rule of rules) {
    if (rule.id === "Enablement_EndUser_Assignment" && rule.kind === "enablement") {
      needs.requires = rule.enabledRules;
    }
    if (rule.kind === "approval" && rule.isApprovalRequired) approvers = namedApprovers(rule);
    if (rule.kind === "authenticationContext" && rule.isEnabled)
      needs.authenticationContext = rule.claimValue ?? UNNAMED_CONTEXT;
  }
  return { ...needs, approvers };
}
