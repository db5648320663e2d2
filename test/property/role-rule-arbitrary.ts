import {
  APPROVAL_MODES,
  ENABLEMENTS,
  type ApprovalStage,
  type Approver,
  type NotificationRule,
  type RoleRule,
} from "@standdown/domain";
import fc from "fast-check";

const APPROVERS: readonly Approver[] = [
  { kind: "user", id: "u1" },
  { kind: "user", id: "u2", description: "Ana" },
  { kind: "group", id: "u1" },
];
const LEVELS: readonly NotificationRule["notificationLevel"][] = ["None", "Critical", "All"];
const approvers = fc.subarray([...APPROVERS]);

const stage: fc.Arbitrary<ApprovalStage> = fc.record({
  approvalStageTimeOutInDays: fc.constantFrom(1, 2),
  isApproverJustificationRequired: fc.boolean(),
  isEscalationEnabled: fc.boolean(),
  escalationTimeInMinutes: fc.constantFrom(0, 30),
  primaryApprovers: approvers,
  escalationApprovers: approvers,
});

/** Any rule of the five kinds, each kind with one id. */
export const roleRuleArbitrary: fc.Arbitrary<RoleRule> = fc.oneof(
  fc.record({
    kind: fc.constant("expiration"),
    id: fc.constant("Expiration_EndUser_Assignment"),
    isExpirationRequired: fc.boolean(),
    maximumDuration: fc.constantFrom(null, "PT30M", "PT90M", "PT24H", "P1D", "PT1H30M", "P365D", "PT0S"),
  }),
  fc.record({
    kind: fc.constant("enablement"),
    id: fc.constant("Enablement_EndUser_Assignment"),
    enabledRules: fc.shuffledSubarray([...ENABLEMENTS]),
  }),
  fc.record({
    kind: fc.constant("notification"),
    id: fc.constant("Notification_Admin_EndUser_Assignment"),
    recipientType: fc.constant("Admin"),
    notificationLevel: fc.constantFrom(...LEVELS),
    isDefaultRecipientsEnabled: fc.boolean(),
    notificationRecipients: fc.shuffledSubarray(["a@contoso.com", "b@contoso.com"]),
  }),
  fc.record({
    kind: fc.constant("approval"),
    id: fc.constant("Approval_EndUser_Assignment"),
    isApprovalRequired: fc.boolean(),
    isApprovalRequiredForExtension: fc.boolean(),
    isRequestorJustificationRequired: fc.boolean(),
    approvalMode: fc.constantFrom(...APPROVAL_MODES),
    approvalStages: fc.array(stage, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("authenticationContext"),
    id: fc.constant("AuthenticationContext_EndUser_Assignment"),
    isEnabled: fc.boolean(),
    claimValue: fc.constantFrom(null, "", "c1", "c2"),
  }),
);
