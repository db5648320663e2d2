/**
 * The settings of a directory role, and those of a group, that nobody has changed: 17 rules. Source: Microsoft's page
 * on listing roleManagementPolicyAssignments, with an example of each.
 */

const ODATA = "#microsoft.graph.unifiedRoleManagementPolicy";

/** One rule, in the shape of the wire. `@odata.type` says which of the further properties are there. */
export type PolicyRule = Readonly<Record<string, unknown>> & { readonly id: string };

interface Target {
  readonly caller: "Admin" | "EndUser";
  readonly level: "Eligibility" | "Assignment";
  /** In the example of roles it is written small, in that of groups not. */
  readonly operation: "all" | "All";
}

/** What differs between roles and groups. */
interface Defaults {
  readonly operation: Target["operation"];
  /** Whether what an administrator gives must end. */
  readonly mustGrantsEnd: boolean;
  readonly activationNeeds: readonly string[];
}

function rule(type: string, name: string, target: Target, properties: Record<string, unknown>): PolicyRule {
  return {
    "@odata.type": `${ODATA}${type}Rule`,
    id: `${name}_${target.caller}_${target.level}`,
    ...properties,
    target: {
      caller: target.caller,
      operations: [target.operation],
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

/** The setting of an approval rule: one stage of a day, decided by these, or by role administrators where none is named. */
export function approvalSetting(
  isApprovalRequired: boolean,
  primaryApprovers: unknown = [],
): Readonly<Record<string, unknown>> {
  return {
    isApprovalRequired,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: "SingleStage",
    approvalStages: [
      {
        approvalStageTimeOutInDays: 1,
        isApproverJustificationRequired: true,
        escalationTimeInMinutes: 0,
        isEscalationEnabled: false,
        primaryApprovers,
        escalationApprovers: [],
      },
    ],
  };
}

function approval(target: Target): PolicyRule {
  return rule("Approval", "Approval", target, { setting: approvalSetting(false) });
}

/** The rules, in the order in which the service lists them. */
function rulesOf({ operation, mustGrantsEnd, activationNeeds }: Defaults): readonly PolicyRule[] {
  const eligibility: Target = { caller: "Admin", level: "Eligibility", operation };
  const assignment: Target = { caller: "Admin", level: "Assignment", operation };
  const activation: Target = { caller: "EndUser", level: "Assignment", operation };
  return [
    expiration(eligibility, mustGrantsEnd, "P365D"),
    enablement(eligibility, []),
    ...notifications(eligibility),
    expiration(assignment, mustGrantsEnd, "P180D"),
    enablement(assignment, ["Justification"]),
    ...notifications(assignment),
    expiration(activation, true, "PT8H"),
    enablement(activation, activationNeeds),
    approval(activation),
    rule("AuthenticationContext", "AuthenticationContext", activation, {
      isEnabled: false,
      claimValue: null,
    }),
    ...notifications(activation),
  ];
}

/** Of a directory role. */
export const DEFAULT_POLICY_RULES: readonly PolicyRule[] = rulesOf({
  operation: "all",
  mustGrantsEnd: false,
  activationNeeds: ["MultiFactorAuthentication", "Justification"],
});

/** Of the members, and of the owners, of a group. */
export const DEFAULT_GROUP_POLICY_RULES: readonly PolicyRule[] = rulesOf({
  operation: "All",
  mustGrantsEnd: true,
  activationNeeds: ["Justification"],
});
