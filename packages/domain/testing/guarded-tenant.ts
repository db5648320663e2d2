import { approvalRule } from "./approval-rule.ts";
import {
  compilePlan,
  GLOBAL_ADMINISTRATOR,
  GUARD_NAMES,
  NO_ROWS,
  NOTHING_KNOWN,
  type Approver,
  type AssignmentInstance,
  type ConditionalAccessPolicy,
  type Finding,
  type GuardName,
  type Inventory,
  type Plan,
  type Principal,
  type RoleSettings,
} from "@standdown/domain";
import { standingRow } from "./standing-row.ts";
import { wordPlan } from "./sound-plan.ts";

/** Roles of the tenant: one of tier 2, one of tier 1, two of tier 0, and a custom one that is marked as privileged. */
export const READER = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
export const EXCHANGE = "29232cdf-9323-42fd-ade2-1d097af3e4de";
export const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";
export const CUSTOM = "custom";
export const OWN_APP = "own-app";
export const UNIT = "/administrativeUnits/unit";

/** Somebody of the tenant: what is said of them, and what they hold standing. */
export type Someone = Partial<Principal> & {
  readonly id: string;
  readonly holds?: readonly (string | readonly [roleId: string, directoryScopeId: string])[];
  readonly hasMfa?: boolean | null;
};

/** The two emergency access accounts. */
export const GLASS: readonly Someone[] = ["glass1", "glass2"].map((id) => ({
  id,
  holds: [GLOBAL_ADMINISTRATOR],
}));

/** Two readers who can activate, and nothing that any guard would find. */
export const SOUND: readonly Someone[] = [
  ...GLASS,
  { id: "ann", holds: [READER] },
  { id: "bob", holds: [READER] },
];

/** A tenant of these people, both of its lists alike, with licences for fifty. */
export function tenant(people: readonly Someone[], over: Partial<Inventory> = {}): Inventory {
  const assignments = people.flatMap(({ id, holds = [] }) =>
    holds.map((held): AssignmentInstance => {
      const [roleDefinitionId, directoryScopeId] = typeof held === "string" ? [held, "/"] : held;
      return standingRow({ principalId: id, roleDefinitionId, directoryScopeId });
    }),
  );
  return {
    ...NO_ROWS,
    id: "inventory",
    tenantId: "tenant",
    readAt: "2026-06-01T00:00:00Z",
    roles: [READER, EXCHANGE, PRIVILEGED_ROLE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR, CUSTOM].map((id) => ({
      id,
      templateId: id === CUSTOM ? null : id,
      displayName: id,
      isBuiltIn: id !== CUSTOM,
      isEnabled: true,
      isPrivileged: id === CUSTOM ? true : null,
    })),
    principals: people.map(({ holds: _holds, hasMfa: _hasMfa, ...known }) => ({
      type: "user",
      ...NOTHING_KNOWN,
      displayName: known.id,
      accountEnabled: true,
      userType: "Member",
      ...known,
    })),
    mfaRegistrations: people.flatMap(({ id, hasMfa = true }) =>
      hasMfa === null ? [] : [{ id, isMfaRegistered: hasMfa, methodsRegistered: [] }],
    ),
    assignments,
    roleAssignments: assignments.map(
      ({ id, principalId, roleDefinitionId, directoryScopeId, appScopeId }) => ({
        id,
        principalId,
        roleDefinitionId,
        directoryScopeId,
        appScopeId,
      }),
    ),
    licences: [
      {
        id: "licence",
        skuPartNumber: "AAD_PREMIUM_P2",
        isForPim: true,
        isUsable: true,
        enabledUnits: 50,
        consumedUnits: 0,
      },
    ],
    ...over,
  };
}

/** A plan that moves all remaining roles in two waves. */
export function plan(spec: Partial<Plan["spec"]> = {}): Plan {
  return wordPlan({
    waves: [
      { name: "first", size: { count: 1 } },
      { name: "last", size: { remainder: true } },
    ],
    ...spec,
  });
}

/** Global Administrator as well. */
export const EVERY_ROLE: Plan["spec"]["selection"] = {
  roles: [{ all: "remaining" }, { id: GLOBAL_ADMINISTRATOR }],
  tierZero: true,
};

/** Activations of a role must be approved by these. */
export function approvedBy(roleDefinitionId: string, approvers: readonly Approver[]): RoleSettings {
  return {
    id: roleDefinitionId,
    policyId: roleDefinitionId,
    roleDefinitionId,
    rules: [approvalRule(approvers)],
  };
}

/** An enabled policy of conditional access. */
export function policy(over: Partial<ConditionalAccessPolicy>): ConditionalAccessPolicy {
  return {
    id: "policy",
    displayName: "Administrators need a managed device",
    state: "enabled",
    includeRoles: [],
    excludeRoles: [],
    includeUsers: [],
    excludeUsers: [],
    includeGroups: [],
    excludeGroups: [],
    authenticationContexts: [],
    grantControls: ["compliantDevice"],
    ...over,
  };
}

/** A group with these users. */
export function group(id: string, userIds: readonly string[]): Inventory["groupMembers"][number] {
  return { id, userIds, groupIds: [], servicePrincipalIds: [] };
}

/** The plan compiled on the tenant, watched by these guards. */
export function compile(
  inventory: Inventory,
  over: Plan = plan(),
  guards: readonly GuardName[] = GUARD_NAMES,
): ReturnType<typeof compilePlan> {
  return compilePlan({
    plan: over,
    inventory,
    now: new Date("2026-06-01T12:00:00Z"),
    former: null,
    ownAppId: OWN_APP,
    guards,
  });
}

/** What was found; throws where the plan was refused. */
export function findingsOf(compiled: ReturnType<typeof compilePlan>): readonly Finding[] {
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.manifest.findings.filter(({ guard }) => guard !== "emptyWave");
}

const STRICT: Plan["spec"]["guards"] = {
  availabilityFloor: { mode: "enforce", minimum: 1 },
  activationReadiness: "enforce",
  conditionalAccess: "enforce",
};
/** A plan that enforces what is only warned of by default. */
export const strict = (spec: Partial<Plan["spec"]> = {}): Plan => plan({ guards: STRICT, ...spec });
