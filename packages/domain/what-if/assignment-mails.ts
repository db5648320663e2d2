import type { NotificationRule, RoleRule } from "../role-settings.ts";

/** What a mail is about: eligible access that somebody was given, or active access. */
export type AssignmentKind = "Eligibility" | "Assignment";

/**
 * Whom one assignment of a role is told to. Microsoft's sources for it: the portal's settings by rule
 * ("identity-governance-pim-rules-overview": *Admin* is the role assignment alert, *Requestor* the mail to the assigned
 * user, *Approver* a request to approve a renewal or an extension, so nothing that an assignment causes), and "Configure
 * Microsoft Entra role settings in PIM" (`pim-how-to-change-default-settings`: default recipients, further addresses).
 */
export type AssignmentMails = {
  readonly isSentToAdministrators: boolean;
  readonly isSentToAssignee: boolean;
  /** Further addresses, once for each mail that they get. */
  readonly addresses: readonly string[];
  /**
   * Some rule lets through what "requires immediate action" alone (`Critical`). Whether being assigned does, is not
   * documented: such mails are counted nowhere.
   */
  readonly isCriticalOnly: boolean;
};

/** Tells it from a role's rules. */
export function assignmentMails(rules: readonly RoleRule[], kind: AssignmentKind): AssignmentMails {
  const [alert, own] = (["Admin", "Requestor"] as const).map((recipient) =>
    rules.find(
      (rule): rule is NotificationRule =>
        rule.kind === "notification" && rule.id === `Notification_${recipient}_Admin_${kind}`,
    ),
  );
  const sent = [alert, own].filter((rule) => rule?.notificationLevel === "All");
  return {
    isSentToAdministrators: isSentByDefault(alert),
    isSentToAssignee: isSentByDefault(own),
    addresses: sent.flatMap((rule) => rule?.notificationRecipients ?? []),
    isCriticalOnly: [alert, own].some((rule) => rule?.notificationLevel === "Critical"),
  };
}

function isSentByDefault(rule: NotificationRule | undefined): boolean {
  return rule?.notificationLevel === "All" && rule.isDefaultRecipientsEnabled;
}
