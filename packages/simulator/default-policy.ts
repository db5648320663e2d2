/**
 * The settings of a directory role that nobody has changed: 17 rules. Source: Microsoft's page on listing
 * roleManagementPolicyAssignments, second example.
 */

const ODATA = "#microsoft.graph.unifiedRoleManagementPolicy";

/** One rule, in the shape of the wire. `kind` says which of the further properties are there. */
export type PolicyRule = Readonly<Record<string, unknown>> & { readonly id: string };

interface Target {
  readonly caller: "Admin" | "EndUser";
  readonly level: "Eligibility" | "Assignment";
}

const ADMIN_ELIGIBILITY: Target = { caller: "Admin", level: "Eligibility" };
const ADMIN_ASSIGNMENT: Target = { caller: "Admin", level: "Assignment" };
const END_USER_ASSIGNMENT: Target = { caller: "EndUser", level: "Assignment" };

function rule(type: string, name: string, target: Target, properties: Record<string, unknown>): PolicyRule {
  return {
    "@odata.type": `${ODATA}${type}Rule`,
    id: `${name}_${target.caller}_${target.level}`,
    ...properties,
    target: {
      caller: target.caller,
      operations: ["all"],
      level: target.level,
      inheritableSettings: [],
      enforcedSettings: [],
    },
  };
}

function expiration(target: Target, isExpirationRequired: boolean, maximumDuration: string): PolicyRule {
  return rule("Expiration", "Expiration", target, { isExpirationRequired, maximumDuration });
}

function enablement(target: Target, enabledRules: readonly string[]): PolicyRule {
  return rule("Enablement", "Enablement", target, { enabledRules });
}

function notifications(target: Target): PolicyRule[] {
  return ["Admin", "Requestor", "Approver"].map((recipientType) =>
    rule("Notification", `Notification_${recipientType}`, target, {
      notificationType: "Email",
      recipientType,
      notificationLevel: "All",
      isDefaultRecipientsEnabled: true,
      notificationRecipients: [],
    }),
  );
}

const APPROVAL: PolicyRule = rule("Approval", "Approval", END_USER_ASSIGNMENT, {
  setting: {
    isApprovalRequired: false,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: "SingleStage",
    approvalStages: [
      {
        approvalStageTimeOutInDays: 1,
        isApproverJustificationRequired: true,
        escalationTimeInMinutes: 0,
        isEscalationEnabled: false,
        primaryApprovers: [],
        escalationApprovers: [],
      },
    ],
  },
});

/** The rules, in the order in which the service lists them. */
export const DEFAULT_POLICY_RULES: readonly PolicyRule[] = [
  expiration(ADMIN_ELIGIBILITY, false, "P365D"),
  enablement(ADMIN_ELIGIBILITY, []),
  ...notifications(ADMIN_ELIGIBILITY),
  expiration(ADMIN_ASSIGNMENT, false, "P180D"),
  enablement(ADMIN_ASSIGNMENT, ["Justification"]),
  ...notifications(ADMIN_ASSIGNMENT),
  expiration(END_USER_ASSIGNMENT, true, "PT8H"),
  enablement(END_USER_ASSIGNMENT, ["MultiFactorAuthentication", "Justification"]),
  APPROVAL,
  rule("AuthenticationContext", "AuthenticationContext", END_USER_ASSIGNMENT, {
    isEnabled: false,
    claimValue: null,
  }),
  ...notifications(END_USER_ASSIGNMENT),
];
