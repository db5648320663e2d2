import type { NotificationRule, RoleRule, RuleId } from "../role-settings.ts";

/**
 * The rules about mails that somebody was *assigned* to a role, in the order in which Microsoft lists them. Those of an
 * activation (`Notification_*_EndUser_Assignment`) are not among them: they are how misuse is seen.
 */
export const ASSIGNMENT_MAIL_RULE_IDS = [
  "Notification_Admin_Admin_Eligibility",
  "Notification_Requestor_Admin_Eligibility",
  "Notification_Approver_Admin_Eligibility",
  "Notification_Admin_Admin_Assignment",
  "Notification_Requestor_Admin_Assignment",
  "Notification_Approver_Admin_Assignment",
] as const satisfies readonly RuleId[];

const MUTABLE: ReadonlySet<RuleId> = new Set(ASSIGNMENT_MAIL_RULE_IDS);

/**
 * The rules of a role while mails about its assignments are muted: the level of those six is `None`, everything else of
 * them, and every other rule, is as it was. Muting twice is muting once.
 */
export function muted(rules: readonly RoleRule[]): readonly RoleRule[] {
  return rules.map((rule) => (isMutable(rule) ? { ...rule, notificationLevel: "None" } : rule));
}

/** True where muting changes anything: one of the six rules is not at `None`. */
export function sendsAssignmentMails(rules: readonly RoleRule[]): boolean {
  return rules.some((rule) => isMutable(rule) && rule.notificationLevel !== "None");
}

function isMutable(rule: RoleRule): rule is NotificationRule {
  return rule.kind === "notification" && MUTABLE.has(rule.id);
}
