import type {
  InventoryApprovalStage,
  InventoryConditionalAccessPolicy,
  InventoryLicence,
  InventoryRoleSettings,
  InventoryRule,
} from "../rehearsal/inventory.ts";

/** The rules that nobody has changed, as an inventory has them. */
export function unchangedRules(): readonly InventoryRule[] {
  const places = [
    { place: "Admin_Eligibility", maximumDuration: "P365D", enabledRules: [] },
    { place: "Admin_Assignment", maximumDuration: "P180D", enabledRules: ["Justification"] },
    {
      place: "EndUser_Assignment",
      maximumDuration: "PT8H",
      enabledRules: ["MultiFactorAuthentication", "Justification"],
    },
  ];
  return [
    ...places.flatMap(({ place, maximumDuration, enabledRules }): InventoryRule[] => [
      {
        kind: "expiration",
        id: `Expiration_${place}`,
        isExpirationRequired: place === "EndUser_Assignment",
        maximumDuration,
      },
      { kind: "enablement", id: `Enablement_${place}`, enabledRules },
      ...["Admin", "Requestor", "Approver"].map((recipientType): InventoryRule => ({
        kind: "notification",
        id: `Notification_${recipientType}_${place}`,
        recipientType,
        notificationLevel: "All",
        isDefaultRecipientsEnabled: true,
        notificationRecipients: [],
      })),
    ]),
    {
      kind: "approval",
      id: "Approval_EndUser_Assignment",
      isApprovalRequired: false,
      isApprovalRequiredForExtension: false,
      isRequestorJustificationRequired: true,
      approvalMode: "SingleStage",
      approvalStages: [approvalStage([])],
    },
    {
      kind: "authenticationContext",
      id: "AuthenticationContext_EndUser_Assignment",
      isEnabled: false,
      claimValue: null,
    },
  ];
}

/** The settings of one role, with some rules changed. */
export function settingsOf(
  tenantId: string,
  roleDefinitionId: string,
  changed: readonly InventoryRule[] = [],
): InventoryRoleSettings {
  const policyId = `DirectoryRole_${tenantId}_99999999${roleDefinitionId.slice(8)}`;
  return {
    id: `${policyId}_${roleDefinitionId}`,
    policyId,
    roleDefinitionId,
    rules: unchangedRules().map((rule) => changed.find(({ id }) => id === rule.id) ?? rule),
  };
}

const ACCOUNT = "99999999-0000-4000-8000-000000000001";

/** One with PIM that is in force, one with PIM that is not, one without. */
export const SMALL_LICENCES: readonly InventoryLicence[] = [
  {
    id: `${ACCOUNT}_11111111-0000-4000-8000-000000000001`,
    skuPartNumber: "SPE_E3",
    isForPim: false,
    isUsable: true,
    enabledUnits: 100,
    consumedUnits: 70,
  },
  {
    id: `${ACCOUNT}_11111111-0000-4000-8000-000000000002`,
    skuPartNumber: "EMSPREMIUM",
    isForPim: true,
    isUsable: false,
    enabledUnits: 10,
    consumedUnits: 9,
  },
  {
    id: `${ACCOUNT}_11111111-0000-4000-8000-000000000003`,
    skuPartNumber: "AAD_PREMIUM_P2",
    isForPim: true,
    isUsable: true,
    enabledUnits: 25,
    consumedUnits: 26,
  },
];

/** Every list of a policy has something in it. */
export const SMALL_POLICY: InventoryConditionalAccessPolicy = {
  id: "99999999-0000-4000-8000-000000000002",
  displayName: "A bit of everything",
  state: "enabledForReportingButNotEnforced",
  includeRoles: ["22222222-0000-4000-8000-000000000001"],
  excludeRoles: ["22222222-0000-4000-8000-000000000002"],
  includeUsers: ["GuestsOrExternalUsers"],
  excludeUsers: ["22222222-0000-4000-8000-000000000003"],
  includeGroups: ["22222222-0000-4000-8000-000000000004"],
  excludeGroups: ["22222222-0000-4000-8000-000000000005"],
  authenticationContexts: ["c1", "c7"],
  grantControls: ["mfa", "compliantDevice", "passwordChange"],
};

/** One round of approval that these decide. */
export function approvalStage(
  primaryApprovers: InventoryApprovalStage["primaryApprovers"],
): InventoryApprovalStage {
  return {
    approvalStageTimeOutInDays: 1,
    isApproverJustificationRequired: true,
    isEscalationEnabled: false,
    escalationTimeInMinutes: 0,
    primaryApprovers,
    escalationApprovers: [],
  };
}
