import type { NotificationRule } from "../role-settings.ts";

const WORDS = ["Admin", "Requestor", "Approver"] as const;
const ABOUT = ["Admin_Eligibility", "Admin_Assignment", "EndUser_Assignment"] as const;

/** The nine mail rules of a role as a new tenant has them, but for what is said here of each. */
export function mailRules(
  change: (rule: NotificationRule) => Partial<NotificationRule> = () => ({}),
): readonly NotificationRule[] {
  return ABOUT.flatMap((about) =>
    WORDS.map((recipientType) => {
      const rule: NotificationRule = {
        kind: "notification",
        id: `Notification_${recipientType}_${about}`,
        recipientType,
        notificationLevel: "All",
        isDefaultRecipientsEnabled: true,
        notificationRecipients: [],
      };
      return { ...rule, ...change(rule) };
    }),
  );
}
