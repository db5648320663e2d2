import type { NotificationRule } from "../role-settings.ts";
import { roleRules } from "./default-rules.ts";

/** The nine mail rules of a role as a new tenant has them, but for what is said here of each. */
export function mailRules(
  change: (rule: NotificationRule) => Partial<NotificationRule> = () => ({}),
): readonly NotificationRule[] {
  return roleRules()
    .filter((rule) => rule.kind === "notification")
    .map((rule) => ({ ...rule, ...change(rule) }));
}
