import { Type, type Static } from "typebox";
import {
  APPROVAL_MODES,
  ENABLEMENTS,
  RULE_IDS,
  type ApprovalStage,
  type Approver,
  type Enablement,
  type RoleRule,
  type RuleId,
} from "@standdown/domain";
import { absentOrNull, anyCaseOf, Id, inDomainCase } from "../reading/fields.ts";
import { rowReader, type Row, type RowReader } from "../reading/row.ts";

const RECIPIENTS = ["Admin", "Requestor", "Approver"] as const;
const LEVELS = ["None", "Critical", "All"] as const;
/** ISO 8601. */
const Duration = Type.String({
  pattern: "^P(?=\\d|T)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$",
});

const EXPIRATION = Type.Object({
  isExpirationRequired: Type.Boolean(),
  maximumDuration: absentOrNull(Duration),
});
const ENABLEMENT = Type.Object({ enabledRules: Type.Array(anyCaseOf(ENABLEMENTS)) });
const NOTIFICATION = Type.Object({
  recipientType: anyCaseOf(RECIPIENTS),
  notificationLevel: anyCaseOf(LEVELS),
  isDefaultRecipientsEnabled: Type.Boolean(),
  notificationRecipients: absentOrNull(Type.Array(Type.String())),
});
const AUTHENTICATION_CONTEXT = Type.Object({
  isEnabled: Type.Boolean(),
  claimValue: absentOrNull(Type.String()),
});

const DESCRIPTION = { description: absentOrNull(Type.String()) };
const USER = { "@odata.type": anyCaseOf(["#microsoft.graph.singleUser"]), ...DESCRIPTION };
const GROUP = { "@odata.type": anyCaseOf(["#microsoft.graph.groupMembers"]), ...DESCRIPTION };
/** v1.0 is documented with `userId` and `groupId`, beta with `id`; both forms are answered by either. */
const APPROVER = Type.Union([
  Type.Object({ ...USER, userId: Id }),
  Type.Object({ ...USER, id: Id }),
  Type.Object({ ...GROUP, groupId: Id }),
  Type.Object({ ...GROUP, id: Id }),
]);
const STAGE = Type.Object({
  approvalStageTimeOutInDays: Type.Integer({ minimum: 0 }),
  isApproverJustificationRequired: Type.Boolean(),
  isEscalationEnabled: absentOrNull(Type.Boolean()),
  escalationTimeInMinutes: absentOrNull(Type.Integer({ minimum: 0 })),
  primaryApprovers: Type.Array(APPROVER),
  escalationApprovers: absentOrNull(Type.Array(APPROVER)),
});
const APPROVAL_SETTING = {
  isApprovalRequiredForExtension: Type.Boolean(),
  isRequestorJustificationRequired: Type.Boolean(),
  approvalMode: absentOrNull(anyCaseOf(APPROVAL_MODES)),
};
/** Where approval is required, there is a stage that says who decides. */
const APPROVAL = Type.Object({
  setting: Type.Union([
    Type.Object({
      isApprovalRequired: Type.Literal(true),
      ...APPROVAL_SETTING,
      approvalStages: Type.Array(STAGE, { minItems: 1 }),
    }),
    Type.Object({
      isApprovalRequired: Type.Literal(false),
      ...APPROVAL_SETTING,
      approvalStages: absentOrNull(Type.Array(STAGE)),
    }),
  ]),
});

function approverOf(approver: Static<typeof APPROVER>): Approver {
  const described = approver.description == null ? {} : { description: approver.description };
  if ("userId" in approver) return { kind: "user", id: approver.userId, ...described };
  if ("groupId" in approver) return { kind: "group", id: approver.groupId, ...described };
  const isUser = approver["@odata.type"].toLowerCase() === "#microsoft.graph.singleuser";
  return { kind: isUser ? "user" : "group", id: approver.id, ...described };
}

function stageOf(stage: Static<typeof STAGE>): ApprovalStage {
  return {
    approvalStageTimeOutInDays: stage.approvalStageTimeOutInDays,
    isApproverJustificationRequired: stage.isApproverJustificationRequired,
    isEscalationEnabled: stage.isEscalationEnabled ?? false,
    escalationTimeInMinutes: stage.escalationTimeInMinutes ?? 0,
    primaryApprovers: stage.primaryApprovers.map(approverOf),
    escalationApprovers: (stage.escalationApprovers ?? []).map(approverOf),
  };
}

type Readers = Readonly<Record<RoleRule["kind"], (id: RuleId) => RowReader<RoleRule>>>;

const READERS: Readers = {
  expiration: (id) =>
    rowReader(EXPIRATION, ({ isExpirationRequired, maximumDuration = null }) => ({
      kind: "expiration",
      id,
      isExpirationRequired,
      maximumDuration,
    })),
  enablement: (id) =>
    rowReader(ENABLEMENT, ({ enabledRules }) => ({
      kind: "enablement",
      id,
      enabledRules: enabledRules.map((word): Enablement => inDomainCase(ENABLEMENTS, word)),
    })),
  notification: (id) =>
    rowReader(NOTIFICATION, (rule) => ({
      kind: "notification",
      id,
      recipientType: inDomainCase(RECIPIENTS, rule.recipientType),
      notificationLevel: inDomainCase(LEVELS, rule.notificationLevel),
      isDefaultRecipientsEnabled: rule.isDefaultRecipientsEnabled,
      notificationRecipients: rule.notificationRecipients ?? [],
    })),
  approval: (id) =>
    rowReader(APPROVAL, ({ setting }) => ({
      kind: "approval",
      id,
      isApprovalRequired: setting.isApprovalRequired,
      isApprovalRequiredForExtension: setting.isApprovalRequiredForExtension,
      isRequestorJustificationRequired: setting.isRequestorJustificationRequired,
      approvalMode: inDomainCase(APPROVAL_MODES, setting.approvalMode ?? "SingleStage"),
      approvalStages: (setting.approvalStages ?? []).map(stageOf),
    })),
  authenticationContext: (id) =>
    rowReader(AUTHENTICATION_CONTEXT, ({ isEnabled, claimValue }) => ({
      kind: "authenticationContext",
      id,
      isEnabled,
      // Without a context, "" is answered as well as null.
      claimValue: claimValue?.trim() ? claimValue : null,
    })),
};

function kindOf(id: RuleId): RoleRule["kind"] {
  if (id.startsWith("Expiration_")) return "expiration";
  if (id.startsWith("Enablement_")) return "enablement";
  if (id.startsWith("Notification_")) return "notification";
  return id.startsWith("Approval_") ? "approval" : "authenticationContext";
}

const RULE_READERS = RULE_IDS.map((id) => ({ id, read: READERS[kindOf(id)](id) }));

/**
 * The 17 rules of a role's settings, in the order of their ids here. Rules that are not known are passed over; a known
 * one that is missing or has another shape is a problem, for settings can't be judged by what they might be.
 */
export function readRules(rules: readonly { readonly id: string }[]): Row<readonly RoleRule[]> {
  const found: RoleRule[] = [];
  for (const { id, read } of RULE_READERS) {
    const at = rules.findIndex((rule) => rule.id === id);
    if (at === -1) return { ok: false, place: ` has no rule ${id}` };
    const rule = read(rules[at]);
    if (!rule.ok) return { ok: false, place: `/${at} (${id})${rule.place}` };
    found.push(rule.row);
  }
  return { ok: true, row: found };
}
