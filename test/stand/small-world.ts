import { approvalRule } from "../../packages/domain/testing/approval-rule.ts";
import { createHash } from "node:crypto";
import {
  GLOBAL_ADMINISTRATOR,
  NO_ROWS,
  NOTHING_KNOWN,
  type AssignmentInstance,
  type Enablement,
  type Inventory,
  type Licence,
  type RoleAssignment,
  type RoleRule,
} from "@standdown/domain";
import { roleRules } from "./role-rules.ts";

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
  const lists: Pick<Inventory, keyof typeof NO_ROWS> = {
    ...NO_ROWS,
    roles: Object.entries(ROLES).map(([displayName, id]) => ({
      id,
      templateId: id,
      displayName,
      isBuiltIn: true,
      isEnabled: true,
      isPrivileged: true,
    })),
    licences: [LICENCE],
    roleSettings: Object.values(ROLES).map((roleId) => ({
      id: `${policyIdOf(roleId)}_${roleId}`,
      policyId: policyIdOf(roleId),
      roleDefinitionId: roleId,
      rules: rulesOf(approvedRoles.find(({ role }) => ROLES[role] === roleId)),
    })),
    principals: people.map(({ name, isEnabled = true }) => ({
      ...NOTHING_KNOWN,
      id: idOf(name),
      type: "user",
      displayName: name,
      userPrincipalName: `${name}@contoso.example`,
      accountEnabled: isEnabled,
      userType: "Member",
    })),
    roleAssignments: [
      ...people.flatMap(({ name, holds = [] }) => holds.map((role) => plainOf(name, role))),
      ...pastPim,
    ],
    assignments,
  };
  const head = { kind: "TenantInventory", version: 1, tenantId: TENANT_ID, readAt: new Date().toISOString() };
  return JSON.stringify({ ...head, ...lists });
}

const TENANT_ID = idOf("the tenant");

function policyIdOf(roleId: string): string {
  return `DirectoryRole_${TENANT_ID}_${idOf(`the settings of ${roleId}`)}`;
}

/** Entra ID P2, for more people than any small world has. */
const LICENCE: Licence = {
  id: `${TENANT_ID}_84a661c4-e949-4bd2-a560-ed7766fcaf2b`,
  skuPartNumber: "AAD_PREMIUM_P2",
  isForPim: true,
  isUsable: true,
  enabledUnits: 100,
  consumedUnits: 0,
};

function plainOf(name: string, role: RoleName): RoleAssignment {
  return {
    id: `${name}-${role}`,
    principalId: idOf(name),
    roleDefinitionId: ROLES[role],
    directoryScopeId: "/",
    appScopeId: null,
  };
}

function instanceOf(name: string, role: RoleName): AssignmentInstance {
  const plain = plainOf(name, role);
  return {
    ...plain,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: plain.id,
    roleAssignmentOriginId: plain.id,
  };
}

/** As of a new tenant, but activations take a second factor and no reason, or an approval in the place of both. */
function rulesOf(approved: ApprovedRole | undefined): readonly RoleRule[] {
  if (approved === undefined) return roleRules(activationTakes(["MultiFactorAuthentication"]));
  const approvers = approved.approvers.map((approver) => ({ kind: "user" as const, id: idOf(approver) }));
  return roleRules(activationTakes([]), approvalRule(approvers));
}

function activationTakes(enabledRules: readonly Enablement[]): RoleRule {
  return { kind: "enablement", id: "Enablement_EndUser_Assignment", enabledRules };
}
