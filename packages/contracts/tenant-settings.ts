import { APPROVAL_MODES, ENABLEMENTS, RULE_IDS } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { listOf, namedShape, nullable, shape } from "./shape.ts";

/** The id of one of the 17 rules. */
export const RuleIdText = Type.Enum([...RULE_IDS]);
const Count = Type.Integer({ minimum: 0 });
const Texts = listOf(Type.String());

const Approver = shape({
  kind: Type.Enum(["user", "group"]),
  id: Type.String(),
  description: Type.Optional(Type.String()),
});

/** One rule of a role's settings, by its kind. */
export const RoleRuleDocument = Type.Union([
  shape({
    kind: Type.Literal("expiration"),
    id: RuleIdText,
    isExpirationRequired: Type.Boolean(),
    maximumDuration: nullable(Type.String({ description: "ISO 8601." })),
  }),
  shape({
    kind: Type.Literal("enablement"),
    id: RuleIdText,
    enabledRules: listOf(Type.Enum([...ENABLEMENTS])),
  }),
  shape({
    kind: Type.Literal("notification"),
    id: RuleIdText,
    recipientType: Type.Enum(["Admin", "Requestor", "Approver"]),
    notificationLevel: Type.Enum(["None", "Critical", "All"]),
    isDefaultRecipientsEnabled: Type.Boolean(),
    notificationRecipients: Texts,
  }),
  shape({
    kind: Type.Literal("approval"),
    id: RuleIdText,
    isApprovalRequired: Type.Boolean(),
    isApprovalRequiredForExtension: Type.Boolean(),
    isRequestorJustificationRequired: Type.Boolean(),
    approvalMode: Type.Enum([...APPROVAL_MODES]),
    approvalStages: listOf(
      shape({
        approvalStageTimeOutInDays: Count,
        isApproverJustificationRequired: Type.Boolean(),
        isEscalationEnabled: Type.Boolean(),
        escalationTimeInMinutes: Count,
        primaryApprovers: listOf(Approver),
        escalationApprovers: listOf(Approver),
      }),
    ),
  }),
  shape({
    kind: Type.Literal("authenticationContext"),
    id: RuleIdText,
    isEnabled: Type.Boolean(),
    claimValue: nullable(Type.String()),
  }),
]);

/** The settings of one role. */
export const RoleSettingsDocument = namedShape(
  "RoleSettings",
  "The settings of one role: the 17 rules, by the ids that Microsoft gives them.",
  {
    id: Type.String(),
    policyId: Type.String(),
    roleDefinitionId: Type.String(),
    rules: listOf(RoleRuleDocument),
  },
);
export type RoleSettingsDocument = Static<typeof RoleSettingsDocument>;

/** Licences of one kind that the tenant has. */
export const LicenceDocument = namedShape(
  "Licence",
  "Licences of one kind that the tenant has; `enabledUnits` counts seats in the weeks of grace too.",
  {
    id: Type.String(),
    skuPartNumber: Type.String(),
    isForPim: Type.Boolean(),
    isUsable: Type.Boolean(),
    enabledUnits: Count,
    consumedUnits: Count,
  },
);
export type LicenceDocument = Static<typeof LicenceDocument>;

/** What one conditional access policy says about roles. */
export const ConditionalAccessPolicyDocument = namedShape(
  "ConditionalAccessPolicy",
  "One conditional access policy: whom it is for, and what it asks of them.",
  {
    id: Type.String(),
    displayName: Type.String(),
    state: Type.Enum(["enabled", "disabled", "enabledForReportingButNotEnforced"]),
    includeRoles: Texts,
    excludeRoles: Texts,
    includeUsers: Texts,
    excludeUsers: Texts,
    includeGroups: Texts,
    excludeGroups: Texts,
    authenticationContexts: Texts,
    grantControls: Texts,
  },
);
export type ConditionalAccessPolicyDocument = Static<typeof ConditionalAccessPolicyDocument>;

/** Who is in one group. */
export const GroupMembersDocument = namedShape(
  "GroupMembers",
  "The direct members of one group that holds roles, approves activations, or is selected by a plan.",
  { id: Type.String(), userIds: Texts, groupIds: Texts, servicePrincipalIds: Texts },
);
export type GroupMembersDocument = Static<typeof GroupMembersDocument>;

/** What is registered of one account. */
export const MfaRegistrationDocument = namedShape(
  "MfaRegistration",
  "Whether one account can do multifactor authentication; of whoever is missing it is not known.",
  { id: Type.String(), isMfaRegistered: Type.Boolean(), methodsRegistered: Texts },
);
export type MfaRegistrationDocument = Static<typeof MfaRegistrationDocument>;
