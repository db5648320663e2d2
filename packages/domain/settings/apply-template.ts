import type {
  ActivationTemplate,
  ApprovalTemplate,
  ApproverSelector,
  AssignmentTemplate,
  Mails,
  TemplateSettings,
} from "../plan/role-settings.ts";
import {
  ENABLEMENTS,
  type ApprovalRule,
  type ApprovalStage,
  type Approver,
  type AuthenticationContextRule,
  type Enablement,
  type EnablementRule,
  type NotificationRule,
  type RoleRule,
  type RuleId,
} from "../role-settings.ts";
import { approverName } from "./rule-equality.ts";

/** As Microsoft's own example writes a context that is not asked for. */
const NO_CONTEXT = "";
/** The round of approval of a new tenant. */
const NEW_STAGE: ApprovalStage = {
  approvalStageTimeOutInDays: 1,
  isApproverJustificationRequired: true,
  isEscalationEnabled: false,
  escalationTimeInMinutes: 0,
  primaryApprovers: [],
  escalationApprovers: [],
};

/**
 * The rules as a template wants them: what it does not say stays as it is. Multifactor authentication and an
 * authentication context exclude each other, so what is asked for switches the other one off.
 */
export function applyTemplate(template: TemplateSettings, rules: readonly RoleRule[]): readonly RoleRule[] {
  return rules.map((rule) => appliedTo(rule, template));
}

/** Whatever any of a template's parts can say. */
type Said = ActivationTemplate & Pick<AssignmentTemplate, "permanent">;

/** The part of a template that a rule belongs to. */
function sectionOf(id: RuleId, template: TemplateSettings): Said {
  if (id.endsWith("_Admin_Eligibility")) return template.eligible ?? {};
  return (id.endsWith("_Admin_Assignment") ? template.active : template.activation) ?? {};
}

function appliedTo(rule: RoleRule, template: TemplateSettings): RoleRule {
  const said = sectionOf(rule.id, template);
  switch (rule.kind) {
    case "expiration":
      return {
        ...rule,
        isExpirationRequired: said.permanent === undefined ? rule.isExpirationRequired : !said.permanent,
        maximumDuration: said.maximumDuration ?? rule.maximumDuration,
      };
    case "enablement":
      return withEnablements(rule, enablementsOf(rule, said));
    case "notification":
      return withMails(rule, said.notifications?.[RECIPIENT_FIELDS[rule.recipientType]]);
    case "approval":
      return said.approval === undefined ? rule : withApproval(rule, said.approval);
    case "authenticationContext":
      return withContext(rule, said);
  }
}

const RECIPIENT_FIELDS = { Admin: "admin", Requestor: "requestor", Approver: "approver" } as const;

function enablementsOf(
  { enabledRules }: EnablementRule,
  { require, authenticationContext = "none" }: ActivationTemplate,
): readonly Enablement[] {
  if (require !== undefined) return ENABLEMENTS.filter((word) => require.includes(word));
  return authenticationContext === "none"
    ? enabledRules
    : enabledRules.filter((word) => word !== "MultiFactorAuthentication");
}

/** The same words in another order are no change. */
function withEnablements(rule: EnablementRule, wanted: readonly Enablement[]): EnablementRule {
  const isSame = ENABLEMENTS.every((word) => rule.enabledRules.includes(word) === wanted.includes(word));
  return isSame ? rule : { ...rule, enabledRules: wanted };
}

function withMails(
  rule: NotificationRule,
  { level, defaultRecipients, additionalRecipients }: Mails = {},
): NotificationRule {
  return {
    ...rule,
    notificationLevel: level ?? rule.notificationLevel,
    isDefaultRecipientsEnabled: defaultRecipients ?? rule.isDefaultRecipientsEnabled,
    notificationRecipients: additionalRecipients ?? rule.notificationRecipients,
  };
}

/** Directory roles know one round of approval: where there are more, a template is about the first. */
function withApproval(rule: ApprovalRule, said: ApprovalTemplate): ApprovalRule {
  const [first = NEW_STAGE, ...others] = rule.approvalStages;
  const saysStage =
    said.approvers !== undefined ||
    said.approverJustification !== undefined ||
    said.timeOutInDays !== undefined;
  const isApprovalRequired = said.required ?? rule.isApprovalRequired;
  const isStageNeeded = saysStage || (isApprovalRequired && rule.approvalStages.length === 0);
  return {
    ...rule,
    isApprovalRequired,
    isApprovalRequiredForExtension: said.forExtension ?? rule.isApprovalRequiredForExtension,
    isRequestorJustificationRequired: said.requestorJustification ?? rule.isRequestorJustificationRequired,
    approvalMode:
      said.required === true && rule.approvalMode === "NoApproval" ? "SingleStage" : rule.approvalMode,
    approvalStages: isStageNeeded ? [withStage(first, said), ...others] : rule.approvalStages,
  };
}

function withStage(stage: ApprovalStage, said: ApprovalTemplate): ApprovalStage {
  return {
    ...stage,
    approvalStageTimeOutInDays: said.timeOutInDays ?? stage.approvalStageTimeOutInDays,
    isApproverJustificationRequired: said.approverJustification ?? stage.isApproverJustificationRequired,
    primaryApprovers:
      said.approvers === undefined
        ? stage.primaryApprovers
        : said.approvers.map((selector) => approverOf(selector, stage.primaryApprovers)),
  };
}

/** Whoever is named already keeps the name that the tenant has for them. */
function approverOf({ user, group }: ApproverSelector, named: readonly Approver[]): Approver {
  const approver: Approver =
    group === undefined ? { kind: "user", id: user ?? "" } : { kind: "group", id: group };
  return named.find((one) => approverName(one) === approverName(approver)) ?? approver;
}

function withContext(
  rule: AuthenticationContextRule,
  { authenticationContext, require }: ActivationTemplate,
): AuthenticationContextRule {
  const wanted =
    authenticationContext ?? (require?.includes("MultiFactorAuthentication") === true ? "none" : undefined);
  if (wanted === undefined || (wanted === "none" && !rule.isEnabled)) return rule;
  return wanted === "none"
    ? { ...rule, isEnabled: false, claimValue: NO_CONTEXT }
    : { ...rule, isEnabled: true, claimValue: wanted };
}
