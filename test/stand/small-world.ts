import { createHash } from "node:crypto";
import { GLOBAL_ADMINISTRATOR } from "@standdown/domain";

/** Roles of the small world, each for what the simulated tenant lets somebody do who has it. */
export const ROLES = {
  /** May do everything. */
  globalAdministrator: GLOBAL_ADMINISTRATOR,
  /** May give roles to people. */
  privilegedRoleAdministrator: "e8611ab8-c189-46e8-94e1-60213ab1f814",
  /** Is what the made-up tenant's conditional access looks at. */
  exchangeAdministrator: "29232cdf-9323-42fd-ade2-1d097af3e4de",
  /** May read who has which role. */
  securityReader: "5d6b6bb7-de71-4623-b4af-96380a352509",
  /** Nothing that is looked at. */
  messageCenterReader: "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b",
} as const;
/** One of them. */
export type RoleName = keyof typeof ROLES;

/** Somebody, and what they hold standing for the whole tenant. */
export type Somebody = {
  readonly name: string;
  readonly holds?: readonly RoleName[];
  /** Holds it, and only the list of plain role assignments knows it. */
  readonly holdsPastPim?: RoleName;
  readonly isEnabled?: false;
};

/** Activations of this role take no second factor, and must be approved by these, or by active administrators. */
export type ApprovedRole = { readonly role: RoleName; readonly approvers: readonly string[] };

/** A tenant in which nothing is but what is said. Nobody in it has registered a second factor. */
export type SmallWorld = {
  readonly people: readonly Somebody[];
  readonly approvedRoles?: readonly ApprovedRole[];
};

/** The id of somebody of this name: the same in every small world. */
export function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The text of an inventory that such a tenant is made from. */
export function worldText({ people, approvedRoles = [] }: SmallWorld): string {
  const assignments = people.flatMap(({ name, holds = [] }) => holds.map((role) => instanceOf(name, role)));
  const pastPim = people.flatMap(({ name, holdsPastPim: role }) =>
    role === undefined ? [] : [plainOf(name, role)],
  );
  return JSON.stringify({
    kind: "TenantInventory",
    version: 1,
    tenantId: idOf("the tenant"),
    readAt: new Date().toISOString(),
    roles: Object.entries(ROLES).map(([displayName, id]) => ({
      id,
      templateId: id,
      displayName,
      isBuiltIn: true,
      isEnabled: true,
    })),
    principals: people.map(({ name, isEnabled = true }) => ({
      id: idOf(name),
      type: "user",
      displayName: name,
      userPrincipalName: `${name}@contoso.example`,
      accountEnabled: isEnabled,
      userType: "Member",
      department: null,
      onPremisesSyncEnabled: null,
      isAssignableToRole: null,
      appId: null,
    })),
    administrativeUnits: [],
    roleAssignments: [
      ...people.flatMap(({ name, holds = [] }) => holds.map((role) => plainOf(name, role))),
      ...pastPim,
    ],
    assignments,
    eligibilities: [],
    roleSettings: approvedRoles.map(settingOf),
  });
}

function plainOf(name: string, role: RoleName) {
  return {
    id: `${name}-${role}`,
    principalId: idOf(name),
    roleDefinitionId: ROLES[role],
    directoryScopeId: "/",
    appScopeId: null,
  };
}

function instanceOf(name: string, role: RoleName) {
  const { id, ...key } = plainOf(name, role);
  return {
    id,
    ...key,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: id,
    roleAssignmentOriginId: id,
  };
}

function settingOf({ role, approvers }: ApprovedRole) {
  const stage = {
    approvalStageTimeOutInDays: 1,
    isApproverJustificationRequired: false,
    isEscalationEnabled: false,
    escalationTimeInMinutes: 0,
    primaryApprovers: approvers.map((name) => ({
      "@odata.type": "#microsoft.graph.singleUser",
      userId: idOf(name),
    })),
  };
  return {
    roleDefinitionId: ROLES[role],
    rules: [
      {
        id: "Approval_EndUser_Assignment",
        setting: { isApprovalRequired: true, approvalMode: "SingleStage", approvalStages: [stage] },
      },
      { id: "Enablement_EndUser_Assignment", enabledRules: ["Justification"] },
    ],
  };
}
