import {
  isStanding,
  keyText,
  originOf,
  type AccessKey,
  type AssignmentInstance,
  type EligibilityInstance,
  type RoleAssignment,
} from "../access.ts";
import { isNeverMoved } from "../builtin-roles.ts";
import type { BeforeImage, EligibilityTerm } from "../conversion.ts";
import type { ReasonCode } from "../disposition.ts";
import type { RoleDefinition } from "../inventory.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { Principal } from "../principal.ts";
import { selectsPrincipal, selectsRole, selectsScope } from "../plan/selects.ts";
import type { CompileContext } from "./compile-context.ts";

/**
 * What becomes of everything that one principal holds: each active row gets one disposition, with its reason. Waves
 * are given later, when everybody is known.
 */
export function disposeAccess(context: CompileContext, access: PrincipalAccess): readonly ManifestEntry[] {
  const lookup = lookupOf(context, access);
  return [
    ...access.assignments.map((row) => entryOf(row, reasonFor(row, lookup), lookup)),
    ...withoutInstance(access).map((row) => entryOf(asInstance(row), "unreconciled", lookup)),
  ];
}

type Lookup = {
  readonly context: CompileContext;
  readonly principal: Principal | null;
  /** Keys that the list of plain role assignments has. */
  readonly listed: ReadonlySet<string>;
  readonly eligibilities: ReadonlyMap<string, EligibilityInstance>;
  readonly standingCount: ReadonlyMap<string, number>;
};

function lookupOf(context: CompileContext, access: PrincipalAccess): Lookup {
  const standingCount = new Map<string, number>();
  for (const key of access.assignments.filter(isStanding).map(keyText)) {
    standingCount.set(key, (standingCount.get(key) ?? 0) + 1);
  }
  return {
    context,
    principal: access.principal,
    listed: new Set(access.roleAssignments.map(keyText)),
    eligibilities: new Map(
      access.eligibilities.filter((row) => row.memberType === "Direct").map((row) => [keyText(row), row]),
    ),
    standingCount,
  };
}

/** The first rule that applies. What is not ours to judge comes first, what a person must look at last. */
function reasonFor(row: AssignmentInstance, lookup: Lookup): ReasonCode {
  const { context, principal } = lookup;
  const role = context.roles.get(row.roleDefinitionId);
  if (row.assignmentType === "Activated") return "activation";
  if (row.memberType !== "Direct") return "throughGroup";
  if (context.emergencyAccess.has(row.principalId)) return "emergencyAccess";
  if (!lookup.listed.has(keyText(row))) return "unreconciled";
  if (row.endDateTime !== null) return "timeBound";
  if (role === undefined) return "roleUnknown";
  if (isNeverMoved(role.templateId ?? role.id)) return "roleNeverMoved";
  if (principal === null || principal.type === "unknown") return "principalUnknown";
  if (principal.type === "servicePrincipal") return "servicePrincipal";
  return reasonByPlan(row, role, principal, lookup);
}

function reasonByPlan(
  row: AssignmentInstance,
  role: RoleDefinition,
  principal: Principal,
  lookup: Lookup,
): ReasonCode {
  const { selection, strategy } = lookup.context.plan.spec;
  if (lookup.context.excluded.has(principal.id)) return "excluded";
  if (!selectsRole(selection, role)) return "roleNotSelected";
  if (!selectsPrincipal(selection, principal)) return "principalNotSelected";
  if (!selectsScope(selection, row)) return "scopeNotSelected";
  if (strategy.default === "keep") return "strategyKeep";
  if (principal.type === "user" && principal.accountEnabled === false) return "accountDisabled";
  if (principal.type === "group" && principal.isAssignableToRole !== true) return "groupNotRoleAssignable";
  if ((lookup.standingCount.get(keyText(row)) ?? 0) > 1) return "duplicateRow";
  const eligibility = lookup.eligibilities.get(keyText(row));
  if (eligibility !== undefined && !isAsWanted(eligibility, lookup.context.term)) return "eligibilityDiffers";
  return "selected";
}

/** An eligibility that is there already replaces standing access only where neither ends. */
function isAsWanted(eligibility: EligibilityInstance, term: EligibilityTerm): boolean {
  return term.type === "none" && eligibility.endDateTime === null;
}

const DISPOSITION_OF = {
  selected: "convert",
  strategyKeep: "keep",
  roleNotSelected: "keep",
  principalNotSelected: "keep",
  scopeNotSelected: "keep",
  emergencyAccess: "exclude",
  excluded: "exclude",
  timeBound: "keep",
  activation: "keep",
  throughGroup: "keep",
  servicePrincipal: "keep",
  roleNeverMoved: "keep",
  roleUnknown: "review",
  principalUnknown: "review",
  accountDisabled: "review",
  groupNotRoleAssignable: "review",
  eligibilityDiffers: "review",
  unreconciled: "review",
  duplicateRow: "review",
} as const satisfies Record<ReasonCode, ManifestEntry["disposition"]>;

function entryOf(row: AssignmentInstance, reason: ReasonCode, lookup: Lookup): ManifestEntry {
  return {
    key: keyOf(row),
    assignmentId: row.id,
    disposition: DISPOSITION_OF[reason],
    reason,
    wavePosition: null,
    beforeImage: beforeImageOf(row, lookup),
  };
}

function keyOf({ principalId, roleDefinitionId, directoryScopeId, appScopeId }: AccessKey): AccessKey {
  return { principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

function beforeImageOf(row: AssignmentInstance, lookup: Lookup): BeforeImage {
  const { context, principal } = lookup;
  const scope = row.directoryScopeId ?? row.appScopeId ?? "";
  return {
    readAt: context.facts.readAt,
    origin: originOf(row),
    roleAssignmentScheduleId: row.roleAssignmentScheduleId,
    startDateTime: row.startDateTime,
    endDateTime: row.endDateTime,
    principalType: principal?.type ?? "unknown",
    principalName: principal?.userPrincipalName ?? principal?.displayName ?? row.principalId,
    roleName: context.roles.get(row.roleDefinitionId)?.displayName ?? row.roleDefinitionId,
    scopeName: scope === "/" ? "tenant" : (context.unitNames.get(scope) ?? scope),
  };
}

function withoutInstance({ assignments, roleAssignments }: PrincipalAccess): RoleAssignment[] {
  const instances = new Set(assignments.map(keyText));
  return roleAssignments.filter((row) => !instances.has(keyText(row)));
}

function asInstance(row: RoleAssignment): AssignmentInstance {
  return {
    ...row,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: row.id,
    roleAssignmentOriginId: null,
  };
}
