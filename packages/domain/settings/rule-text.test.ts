import { describe, expect, test } from "vitest";
import { RULE_IDS, type NotificationRule, type RoleRule, type RuleId } from "../role-settings.ts";
import { approvalRule } from "../testing/approval-rule.ts";
import { ruleText, ruleTexts, ruleTitle } from "./rule-text.ts";

/** The settings of a role in a new tenant, as Microsoft documents them. */
const DEFAULTS: Readonly<Record<RuleId, RoleRule>> = {
  Expiration_Admin_Eligibility: expiration("Expiration_Admin_Eligibility", false, "P365D"),
  Enablement_Admin_Eligibility: { kind: "enablement", id: "Enablement_Admin_Eligibility", enabledRules: [] },
  Notification_Admin_Admin_Eligibility: mails("Notification_Admin_Admin_Eligibility", "Admin"),
  Notification_Requestor_Admin_Eligibility: mails("Notification_Requestor_Admin_Eligibility", "Requestor"),
  Notification_Approver_Admin_Eligibility: mails("Notification_Approver_Admin_Eligibility", "Approver"),
  Expiration_Admin_Assignment: expiration("Expiration_Admin_Assignment", false, "P180D"),
  Enablement_Admin_Assignment: {
    kind: "enablement",
    id: "Enablement_Admin_Assignment",
    enabledRules: ["Justification"],
  },
  Notification_Admin_Admin_Assignment: mails("Notification_Admin_Admin_Assignment", "Admin"),
  Notification_Requestor_Admin_Assignment: mails("Notification_Requestor_Admin_Assignment", "Requestor"),
  Notification_Approver_Admin_Assignment: mails("Notification_Approver_Admin_Assignment", "Approver"),
  Expiration_EndUser_Assignment: expiration("Expiration_EndUser_Assignment", true, "PT8H"),
  Enablement_EndUser_Assignment: {
    kind: "enablement",
    id: "Enablement_EndUser_Assignment",
    enabledRules: ["Justification", "MultiFactorAuthentication"],
  },
  Approval_EndUser_Assignment: approvalRule(),
  AuthenticationContext_EndUser_Assignment: context(false, ""),
  Notification_Admin_EndUser_Assignment: mails("Notification_Admin_EndUser_Assignment", "Admin"),
  Notification_Requestor_EndUser_Assignment: mails("Notification_Requestor_EndUser_Assignment", "Requestor"),
  Notification_Approver_EndUser_Assignment: mails("Notification_Approver_EndUser_Assignment", "Approver"),
};

describe("a rule in words", () => {
  test("each of the 17 has a title of its own and says what it asks for", () => {
    expect(RULE_IDS.map((id) => `${ruleTitle(id)} = ${ruleText(DEFAULTS[id])}`)).toEqual([
      "eligible: duration = may be permanent",
      "eligible: required = nothing",
      "eligible: mails to administrators = all, default recipients",
      "eligible: mails to the requestor = all, default recipients",
      "eligible: mails to approvers = all, default recipients",
      "active: duration = may be permanent",
      "active: required = justification",
      "active: mails to administrators = all, default recipients",
      "active: mails to the requestor = all, default recipients",
      "active: mails to approvers = all, default recipients",
      "activation: duration = at most 8 h",
      "activation: required = MFA, justification",
      "activation: approval = not required",
      "activation: authentication context = none",
      "activation: mails to administrators = all, default recipients",
      "activation: mails to the requestor = all, default recipients",
      "activation: mails to approvers = all, default recipients",
    ]);
  });

  test.each([
    ["P365D", "at most 365 days"],
    ["P1D", "at most 1 day"],
    ["PT24H", "at most 1 day"],
    ["PT1H45M", "at most 1 h 45 min"],
    ["PT30M", "at most 30 min"],
    ["P1Y", "at most P1Y"],
    ["PT0S", "at most PT0S"],
    [null, "must end, no maximum"],
  ])("a maximum of %s is %s", (maximumDuration, text) => {
    expect(ruleText(expiration("Expiration_EndUser_Assignment", true, maximumDuration))).toBe(text);
  });

  test("whoever decides is named, with the id, and whatever is not as in a new tenant", () => {
    expect(ruleText(approvalRule([]))).toBe("by any active Global or Privileged Role Administrator");
    const rule = approvalRule([
      { kind: "user", id: "u1", description: "Ana" },
      { kind: "group", id: "g1" },
    ]);
    expect(ruleText(rule)).toBe("by group g1 or user Ana (u1)");
    const [stage] = rule.approvalStages;
    if (stage === undefined) throw new Error("there is a stage");
    const other = {
      ...stage,
      approvalStageTimeOutInDays: 3,
      isApproverJustificationRequired: false,
      isEscalationEnabled: true,
      escalationTimeInMinutes: 30,
      escalationApprovers: [{ kind: "user", id: "u2" }],
    } as const;
    const whole = { isApprovalRequiredForExtension: true, isRequestorJustificationRequired: false } as const;
    expect(ruleText({ ...rule, ...whole, approvalMode: "Serial", approvalStages: [stage, other] })).toBe(
      "by group g1 or user Ana (u1), then by group g1 or user Ana (u1), within 3 days, approver need not justify, " +
        "escalated after 30 min, escalation to user u2, requestor need not justify, also to extend, mode Serial",
    );
  });

  test("mails say how many and to whom", () => {
    const id = "Notification_Admin_EndUser_Assignment";
    const recipients = { notificationRecipients: ["desk@contoso.com"] };
    expect(ruleText({ ...mails(id, "Admin"), ...recipients, notificationLevel: "Critical" })).toBe(
      "critical, default recipients + desk@contoso.com",
    );
    expect(ruleText({ ...mails(id, "Admin"), ...recipients, isDefaultRecipientsEnabled: false })).toBe(
      "all, desk@contoso.com",
    );
    expect(ruleText({ ...mails(id, "Admin"), isDefaultRecipientsEnabled: false })).toBe("all, nobody");
  });
});

describe("both sides of a change", () => {
  test("say what is in force, and what has no effect only where nothing else differs", () => {
    expect(ruleTexts(context(false, ""), context(true, "c1"))).toEqual({ from: "none", to: "c1" });
    expect(ruleTexts(context(false, ""), context(false, "c1"))).toEqual({
      from: "none (without effect: unnamed)",
      to: "none (without effect: c1)",
    });
    const eligible = "Expiration_Admin_Eligibility";
    expect(ruleTexts(expiration(eligible, false, "P365D"), expiration(eligible, false, "P30D"))).toEqual({
      from: "may be permanent (without effect: at most 365 days)",
      to: "may be permanent (without effect: at most 30 days)",
    });
    const named = approvalRule([{ kind: "user", id: "u1" }]);
    expect(ruleTexts(approvalRule(), { ...named, isApprovalRequired: false }).to).toBe(
      "not required (without effect: by user u1)",
    );
    expect(ruleTexts(approvalRule(), { ...approvalRule(), isApprovalRequiredForExtension: true }).to).toBe(
      "only to extend, by any active Global or Privileged Role Administrator",
    );
  });
});

function expiration(id: RuleId, isExpirationRequired: boolean, maximumDuration: string | null): RoleRule {
  return { kind: "expiration", id, isExpirationRequired, maximumDuration };
}

function context(isEnabled: boolean, claimValue: string): RoleRule {
  return {
    kind: "authenticationContext",
    id: "AuthenticationContext_EndUser_Assignment",
    isEnabled,
    claimValue,
  };
}

function mails(id: RuleId, recipientType: NotificationRule["recipientType"]): NotificationRule {
  return {
    kind: "notification",
    id,
    recipientType,
    notificationLevel: "All",
    isDefaultRecipientsEnabled: true,
    notificationRecipients: [],
  };
}
