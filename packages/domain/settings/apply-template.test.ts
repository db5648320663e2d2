import { describe, expect, test } from "vitest";
import { RULE_IDS, type RoleRule, type RuleId } from "@standdown/domain";
import type { Mails, TemplateSettings } from "../plan/role-settings.ts";
import { roleRules, type SaidOfRules } from "../testing/default-rules.ts";
import { applyTemplate } from "./apply-template.ts";
import { differingRules } from "./rule-equality.ts";

const MFA = "Enablement_EndUser_Assignment";
const CONTEXT = "AuthenticationContext_EndUser_Assignment";
const APPROVAL = "Approval_EndUser_Assignment";
const MAILS: Mails = { level: "None", defaultRecipients: false, additionalRecipients: ["soc@contoso.com"] };
const MAIL_RULE = {
  notificationLevel: "None",
  isDefaultRecipientsEnabled: false,
  notificationRecipients: ["soc@contoso.com"],
};

/** What a template changes of the settings of a new tenant, or of what is said of them. */
function changed(template: TemplateSettings, said?: SaidOfRules): readonly RoleRule[] {
  const rules = roleRules(said);
  return differingRules(rules, applyTemplate(template, rules));
}

const [STAGE] = roleRules().flatMap((rule) => (rule.kind === "approval" ? rule.approvalStages : []));

const MEANT: readonly (readonly [id: RuleId, template: TemplateSettings, part: object])[] = [
  [
    "Expiration_Admin_Eligibility",
    { eligible: { permanent: false, maximumDuration: "P90D" } },
    { isExpirationRequired: true, maximumDuration: "P90D" },
  ],
  [
    "Enablement_Admin_Eligibility",
    { eligible: { require: ["Justification"] } },
    { enabledRules: ["Justification"] },
  ],
  ["Notification_Admin_Admin_Eligibility", { eligible: { notifications: { admin: MAILS } } }, MAIL_RULE],
  [
    "Notification_Requestor_Admin_Eligibility",
    { eligible: { notifications: { requestor: MAILS } } },
    MAIL_RULE,
  ],
  [
    "Notification_Approver_Admin_Eligibility",
    { eligible: { notifications: { approver: MAILS } } },
    MAIL_RULE,
  ],
  [
    "Expiration_Admin_Assignment",
    { active: { permanent: false, maximumDuration: "P30D" } },
    { isExpirationRequired: true, maximumDuration: "P30D" },
  ],
  ["Enablement_Admin_Assignment", { active: { require: [] } }, { enabledRules: [] }],
  ["Notification_Admin_Admin_Assignment", { active: { notifications: { admin: MAILS } } }, MAIL_RULE],
  ["Notification_Requestor_Admin_Assignment", { active: { notifications: { requestor: MAILS } } }, MAIL_RULE],
  ["Notification_Approver_Admin_Assignment", { active: { notifications: { approver: MAILS } } }, MAIL_RULE],
  ["Expiration_EndUser_Assignment", { activation: { maximumDuration: "PT1H" } }, { maximumDuration: "PT1H" }],
  [
    MFA,
    { activation: { require: ["Ticketing", "MultiFactorAuthentication"] } },
    { enabledRules: ["MultiFactorAuthentication", "Ticketing"] },
  ],
  [
    APPROVAL,
    {
      activation: {
        approval: {
          required: true,
          approvers: [{ user: "ann" }, { group: "ops" }],
          requestorJustification: false,
          approverJustification: false,
          forExtension: true,
          timeOutInDays: 3,
        },
      },
    },
    {
      isApprovalRequired: true,
      isApprovalRequiredForExtension: true,
      isRequestorJustificationRequired: false,
      approvalStages: [
        {
          ...STAGE,
          approvalStageTimeOutInDays: 3,
          isApproverJustificationRequired: false,
          primaryApprovers: [
            { kind: "user", id: "ann" },
            { kind: "group", id: "ops" },
          ],
        },
      ],
    },
  ],
  ["Notification_Admin_EndUser_Assignment", { activation: { notifications: { admin: MAILS } } }, MAIL_RULE],
  [
    "Notification_Requestor_EndUser_Assignment",
    { activation: { notifications: { requestor: MAILS } } },
    MAIL_RULE,
  ],
  [
    "Notification_Approver_EndUser_Assignment",
    { activation: { notifications: { approver: MAILS } } },
    MAIL_RULE,
  ],
];

describe("each rule is reached by what a template says, and no other one", () => {
  test.each(MEANT)("%s", (id, template, part) => {
    const former = roleRules().find((rule) => rule.id === id);
    expect(changed(template)).toEqual([{ ...former, ...part }]);
  });

  test("the authentication context comes with the loss of multifactor authentication, so all 17 are reached", () => {
    expect(changed({ activation: { authenticationContext: "c1" } })).toEqual([
      { kind: "enablement", id: MFA, enabledRules: ["Justification"] },
      { kind: "authenticationContext", id: CONTEXT, isEnabled: true, claimValue: "c1" },
    ]);
    expect(new Set([...MEANT.map(([id]) => id), CONTEXT])).toEqual(new Set(RULE_IDS));
  });
});

test("what a template does not say stays as the tenant has it", () => {
  expect(changed({})).toEqual([]);
  expect(
    changed({ eligible: {}, active: { notifications: { admin: {} } }, activation: { approval: {} } }),
  ).toEqual([]);
});

describe("multifactor authentication and an authentication context are never both on", () => {
  const inContext: SaidOfRules = {
    [MFA]: { enabledRules: ["Justification"] },
    [CONTEXT]: { isEnabled: true, claimValue: "c2" },
  };

  test("asking for multifactor authentication switches the context off", () => {
    expect(
      changed({ activation: { require: ["MultiFactorAuthentication", "Justification"] } }, inContext),
    ).toEqual([
      { kind: "enablement", id: MFA, enabledRules: ["MultiFactorAuthentication", "Justification"] },
      { kind: "authenticationContext", id: CONTEXT, isEnabled: false, claimValue: "" },
    ]);
  });

  test("asking for something else leaves the context on, and saying none switches it off", () => {
    expect(changed({ activation: { require: ["Justification"] } }, inContext)).toEqual([]);
    expect(changed({ activation: { authenticationContext: "none" } }, inContext)).toEqual([
      { kind: "authenticationContext", id: CONTEXT, isEnabled: false, claimValue: "" },
    ]);
  });
});

describe("an approval", () => {
  test("that is asked for where no round of it is there gets one", () => {
    const none: SaidOfRules = { [APPROVAL]: { approvalMode: "NoApproval", approvalStages: [] } };
    expect(changed({ activation: { approval: { required: true } } }, none)).toMatchObject([
      { isApprovalRequired: true, approvalMode: "SingleStage", approvalStages: [{ primaryApprovers: [] }] },
    ]);
  });

  test("keeps the names of those who approve already, and rounds after the first", () => {
    const ann = { kind: "user", id: "ann", description: "Ann" } as const;
    const second = { ...STAGE, approvalStageTimeOutInDays: 9 };
    const said: SaidOfRules = {
      [APPROVAL]: { approvalStages: [{ ...STAGE, primaryApprovers: [ann] }, second] },
    };
    const approvers = [{ user: "bob" }, { user: "ann" }];
    expect(changed({ activation: { approval: { approvers } } }, said)).toMatchObject([
      { approvalStages: [{ primaryApprovers: [{ kind: "user", id: "bob" }, ann] }, second] },
    ]);
    expect(changed({ activation: { approval: { approvers: [{ user: "ann" }] } } }, said)).toEqual([]);
  });
});
