import { durationMs } from "../duration.ts";
import { AUTHENTICATION_CONTEXT_PATTERN, MAIL_PATTERN, OBJECT_ID_PATTERN } from "../plan/fields.ts";
import {
  RECIPIENTS_MAX,
  type ActivationTemplate,
  type ApprovalTemplate,
  type AssignmentTemplate,
  type Mails,
  type Notifications,
  type TemplateSettings,
} from "../plan/role-settings.ts";
import { isTakenAsActivation, isTakenAsAssignment } from "../plan/role-settings-problems.ts";
import type { ApprovalRule, Approver, Enablement, NotificationRule, RoleRule } from "../role-settings.ts";
import { isRefused } from "./identity-proof.ts";

/**
 * The template that says what these rules say. What a plan cannot say is left out, so it stays as a tenant has it: rounds
 * of approval after the first, escalation, and values that Microsoft's own pages do not offer.
 */
export function templateOf(rules: readonly RoleRule[]): TemplateSettings {
  return {
    eligible: assignmentTemplate(rules.filter(({ id }) => id.endsWith("_Admin_Eligibility"))),
    active: assignmentTemplate(rules.filter(({ id }) => id.endsWith("_Admin_Assignment"))),
    activation: activationTemplate(rules.filter(({ id }) => id.endsWith("_EndUser_Assignment"))),
  };
}

function assignmentTemplate(rules: readonly RoleRule[]): AssignmentTemplate {
  const template: AssignmentTemplate = { notifications: notificationsOf(rules) };
  for (const rule of rules) {
    if (rule.kind === "expiration") {
      const { maximumDuration } = rule;
      template.permanent = !rule.isExpirationRequired;
      if (isSayable(maximumDuration, isTakenAsAssignment)) template.maximumDuration = maximumDuration;
    }
    if (rule.kind === "enablement" && rule.enabledRules.every(isOfAssignments)) {
      template.require = rule.enabledRules.filter(isOfAssignments);
    }
  }
  return template;
}

function isOfAssignments(word: Enablement): word is Exclude<Enablement, "Ticketing"> {
  return word !== "Ticketing";
}

const CONTEXT = new RegExp(AUTHENTICATION_CONTEXT_PATTERN, "u");

function activationTemplate(rules: readonly RoleRule[]): ActivationTemplate {
  const template: ActivationTemplate = { notifications: notificationsOf(rules) };
  for (const rule of rules) {
    if (rule.kind === "expiration" && isSayable(rule.maximumDuration, isTakenAsActivation)) {
      template.maximumDuration = rule.maximumDuration;
    }
    if (rule.kind === "approval") template.approval = approvalTemplate(rule);
    // What Microsoft never takes, a plan cannot say.
    if (isRefused(rules)) continue;
    if (rule.kind === "enablement") template.require = [...rule.enabledRules];
    if (rule.kind === "authenticationContext") {
      const context = rule.isEnabled ? (rule.claimValue ?? "") : "none";
      if (CONTEXT.test(context)) template.authenticationContext = context;
    }
  }
  return template;
}

function isSayable(duration: string | null, isTaken: (lastsMs: number) => boolean): duration is string {
  const lastsMs = duration === null ? null : durationMs(duration);
  return lastsMs !== null && isTaken(lastsMs);
}

const OBJECT_ID = new RegExp(OBJECT_ID_PATTERN, "u");

function approvalTemplate(rule: ApprovalRule): ApprovalTemplate {
  const [stage] = rule.approvalStages;
  const template: ApprovalTemplate = {
    required: rule.isApprovalRequired,
    requestorJustification: rule.isRequestorJustificationRequired,
    forExtension: rule.isApprovalRequiredForExtension,
  };
  if (stage === undefined) return template;
  template.approverJustification = stage.isApproverJustificationRequired;
  const { approvalStageTimeOutInDays: days, primaryApprovers } = stage;
  if (Number.isInteger(days) && days >= 1 && days <= 365) template.timeOutInDays = days;
  if (primaryApprovers.every(({ id }) => OBJECT_ID.test(id)))
    template.approvers = primaryApprovers.map(selectorOf);
  return template;
}

function selectorOf({ kind, id }: Approver): { user: string } | { group: string } {
  return kind === "group" ? { group: id } : { user: id };
}

function notificationsOf(rules: readonly RoleRule[]): Notifications {
  const notifications: Notifications = {};
  for (const rule of rules) {
    if (rule.kind !== "notification") continue;
    if (rule.recipientType === "Admin") notifications.admin = mailsOf(rule);
    if (rule.recipientType === "Requestor") notifications.requestor = mailsOf(rule);
    if (rule.recipientType === "Approver") notifications.approver = mailsOf(rule);
  }
  return notifications;
}

const MAIL = new RegExp(MAIL_PATTERN, "u");

function mailsOf(rule: NotificationRule): Mails {
  const { notificationRecipients: recipients } = rule;
  const mails: Mails = { level: rule.notificationLevel, defaultRecipients: rule.isDefaultRecipientsEnabled };
  const areSayable =
    recipients.length <= RECIPIENTS_MAX &&
    new Set(recipients).size === recipients.length &&
    recipients.every((recipient) => recipient.length <= 320 && MAIL.test(recipient));
  if (areSayable) mails.additionalRecipients = [...recipients];
  return mails;
}
