import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RULE_IDS, type NotificationRule, type RoleRule, type RuleId } from "../role-settings.ts";
import { ASSIGNMENT_MAIL_RULE_IDS, muted } from "./muted.ts";

const levels = fc.constantFrom("None" as const, "Critical" as const, "All" as const);

/** Any mail rule that a tenant may have. */
const mailRules: fc.Arbitrary<NotificationRule> = fc.record({
  kind: fc.constant("notification" as const),
  id: fc.constantFrom(...RULE_IDS.filter((id) => id.startsWith("Notification_"))),
  recipientType: fc.constantFrom("Admin" as const, "Requestor" as const, "Approver" as const),
  notificationLevel: levels,
  isDefaultRecipientsEnabled: fc.boolean(),
  notificationRecipients: fc.array(fc.emailAddress(), { maxLength: 3 }),
});
const otherRules: fc.Arbitrary<RoleRule> = fc.oneof(
  fc.record({
    kind: fc.constant("expiration" as const),
    id: fc.constantFrom<RuleId>("Expiration_Admin_Eligibility", "Expiration_EndUser_Assignment"),
    isExpirationRequired: fc.boolean(),
    maximumDuration: fc.constantFrom("P365D", "PT8H", null),
  }),
  fc.record({
    kind: fc.constant("enablement" as const),
    id: fc.constantFrom<RuleId>("Enablement_Admin_Assignment", "Enablement_EndUser_Assignment"),
    enabledRules: fc.constant(["Justification"] as const),
  }),
);
const settings = fc.array(fc.oneof(mailRules, otherRules), { maxLength: 20 });
const kept = (rules: readonly RoleRule[]) => rules.filter((rule) => !isMutable(rule));
const isMutable = ({ id }: RoleRule) => ASSIGNMENT_MAIL_RULE_IDS.some((mutable) => mutable === id);

describe("muted", () => {
  it("never touches a mail about an activation, nor any rule that is not about assignment mails", () => {
    fc.assert(
      fc.property(settings, (rules) => {
        expect(kept(muted(rules))).toEqual(kept(rules));
        expect(ASSIGNMENT_MAIL_RULE_IDS.filter((id) => id.includes("EndUser"))).toEqual([]);
      }),
    );
  });

  it("sets the level of every assignment mail to None and leaves everything else of the rule", () => {
    fc.assert(
      fc.property(settings, (rules) => {
        const wanted = rules.map((rule) => (isMutable(rule) ? { ...rule, notificationLevel: "None" } : rule));
        expect(muted(rules)).toEqual(wanted);
      }),
    );
  });

  it("is the same when done twice", () => {
    fc.assert(
      fc.property(settings, (rules) => {
        expect(muted(muted(rules))).toEqual(muted(rules));
      }),
    );
  });
});
