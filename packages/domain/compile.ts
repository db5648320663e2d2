import {
  isStanding,
  keyText,
  originOf,
  type AccessKey,
  type AssignmentInstance,
  type EligibilityInstance,
  type RoleAssignment,
} from "./access.ts";
import { GLOBAL_ADMINISTRATOR, isNeverMoved } from "./builtin-roles.ts";
import { assignWaves, type FormerWaves } from "./cohorts.ts";
import type { BeforeImage, EligibilityTerm } from "./conversion.ts";
import type { ReasonCode } from "./disposition.ts";
import { durationMs } from "./duration.ts";
import type { Inventory, RoleDefinition } from "./inventory.ts";
import type { Manifest, ManifestEntry, ManifestWave } from "./manifest.ts";
import type { Plan } from "./plan.ts";
import { checkNames } from "./plan-references.ts";
import type { Principal } from "./principal.ts";
import type { DocumentProblem } from "./problems.ts";
import { selectsPrincipal, selectsRole, selectsScope } from "./selection.ts";

const DEFAULT_CONCURRENCY = 250;

/** Either the manifest, or every reason why the plan can't be carried out on this tenant. */
export type Compilation =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** What compiling depends on besides the plan: the tenant as read, the day, and where people went before. */
export type CompileInput = {
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly now: Date;
  readonly former: FormerWaves | null;
};

type Lookup = {
  readonly plan: Plan;
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly principals: ReadonlyMap<string, Principal>;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly roleAssignments: ReadonlyMap<string, RoleAssignment>;
  readonly eligibilities: ReadonlyMap<string, EligibilityInstance>;
  readonly standingCount: ReadonlyMap<string, number>;
  readonly excluded: ReadonlySet<string>;
  readonly emergencyAccess: ReadonlySet<string>;
  readonly readAt: string;
};

/** Compiles a plan on an inventory: each active assignment gets exactly one disposition, with its reason. */
export function compilePlan(input: CompileInput): Compilation {
  const { plan, inventory } = input;
  const problems = [
    ...checkNames(plan.spec, { ...inventory, cloud: null }),
    ...standingProblems(plan, inventory),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const lookup = buildLookup(input);
  const dispositions = [
    ...inventory.assignments.map((row) => entryOf(row, reasonFor(row, lookup), lookup)),
    ...withoutInstance(inventory).map((row) => entryOf(asInstance(row), "unreconciled", lookup)),
  ];
  const movers = dispositions
    .filter((entry) => entry.disposition === "convert")
    .map((entry) => entry.key.principalId);
  const waveOf = assignWaves([...new Set(movers)], plan.spec.waves, plan.metadata.name, input.former);
  const entries = dispositions.map((entry) =>
    entry.disposition === "convert"
      ? { ...entry, wavePosition: waveOf.get(entry.key.principalId) ?? null }
      : entry,
  );
  return { ok: true, manifest: manifestOf(input, entries) };
}

/** The declared accounts must hold what they are declared for: permanent Global Administrator. */
function standingProblems(plan: Plan, { assignments }: Inventory): DocumentProblem[] {
  const { principals, minimumStanding } = plan.spec.emergencyAccess;
  const holders = new Set(
    assignments
      .filter(
        (row) =>
          isStanding(row) && row.roleDefinitionId === GLOBAL_ADMINISTRATOR && row.directoryScopeId === "/",
      )
      .map((row) => row.principalId),
  );
  const standing = principals.filter((id) => holders.has(id)).length;
  if (standing >= minimumStanding) return [];
  return [
    {
      pointer: "/spec/emergencyAccess/principals",
      code: "emergencyAccessNotStanding",
      message: `${standing} of these accounts are permanent Global Administrators, and minimumStanding is ${minimumStanding}`,
    },
  ];
}

function buildLookup({ plan, inventory, now }: CompileInput): Lookup {
  const today = now.toISOString().slice(0, 10);
  const standingCount = new Map<string, number>();
  for (const row of inventory.assignments.filter(isStanding)) {
    standingCount.set(keyText(row), (standingCount.get(keyText(row)) ?? 0) + 1);
  }
  return {
    plan,
    standingCount,
    readAt: inventory.readAt,
    roles: new Map(inventory.roles.map((role) => [role.id, role])),
    principals: new Map(inventory.principals.map((principal) => [principal.id, principal])),
    unitNames: new Map(
      inventory.administrativeUnits.map((unit) => [`/administrativeUnits/${unit.id}`, unit.displayName]),
    ),
    roleAssignments: new Map(inventory.roleAssignments.map((row) => [keyText(row), row])),
    eligibilities: new Map(
      inventory.eligibilities.filter((row) => row.memberType === "Direct").map((row) => [keyText(row), row]),
    ),
    emergencyAccess: new Set(plan.spec.emergencyAccess.principals),
    excluded: new Set(
      (plan.spec.exclusions ?? [])
        .filter((exclusion) => exclusion.expires >= today)
        .map((exclusion) => exclusion.principalId),
    ),
  };
}

/** The first rule that applies. What is not ours to judge comes first, what a person must look at last. */
function reasonFor(row: AssignmentInstance, lookup: Lookup): ReasonCode {
  const role = lookup.roles.get(row.roleDefinitionId);
  const principal = lookup.principals.get(row.principalId);
  if (row.assignmentType === "Activated") return "activation";
  if (row.memberType !== "Direct") return "throughGroup";
  if (lookup.emergencyAccess.has(row.principalId)) return "emergencyAccess";
  if (!lookup.roleAssignments.has(keyText(row))) return "unreconciled";
  if (row.endDateTime !== null) return "timeBound";
  if (role === undefined) return "roleUnknown";
  if (isNeverMoved(role.templateId ?? role.id)) return "roleNeverMoved";
  if (principal === undefined || principal.type === "unknown") return "principalUnknown";
  if (principal.type === "servicePrincipal") return "servicePrincipal";
  return reasonByPlan(row, role, principal, lookup);
}

function reasonByPlan(
  row: AssignmentInstance,
  role: RoleDefinition,
  principal: Principal,
  lookup: Lookup,
): ReasonCode {
  const { selection, strategy } = lookup.plan.spec;
  if (lookup.excluded.has(principal.id)) return "excluded";
  if (!selectsRole(selection, role)) return "roleNotSelected";
  if (!selectsPrincipal(selection, principal)) return "principalNotSelected";
  if (!selectsScope(selection, row)) return "scopeNotSelected";
  if (strategy.default === "keep") return "strategyKeep";
  if (principal.type === "user" && principal.accountEnabled === false) return "accountDisabled";
  if (principal.type === "group" && principal.isAssignableToRole !== true) return "groupNotRoleAssignable";
  if ((lookup.standingCount.get(keyText(row)) ?? 0) > 1) return "duplicateRow";
  const eligibility = lookup.eligibilities.get(keyText(row));
  if (eligibility !== undefined && !isAsWanted(eligibility, termOf(lookup.plan))) return "eligibilityDiffers";
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
  const principal = lookup.principals.get(row.principalId);
  const scope = row.directoryScopeId ?? row.appScopeId ?? "";
  return {
    readAt: lookup.readAt,
    origin: originOf(row),
    roleAssignmentScheduleId: row.roleAssignmentScheduleId,
    startDateTime: row.startDateTime,
    endDateTime: row.endDateTime,
    principalType: principal?.type ?? "unknown",
    principalName: principal?.userPrincipalName ?? principal?.displayName ?? row.principalId,
    roleName: lookup.roles.get(row.roleDefinitionId)?.displayName ?? row.roleDefinitionId,
    scopeName: scope === "/" ? "tenant" : (lookup.unitNames.get(scope) ?? scope),
  };
}

function withoutInstance({ assignments, roleAssignments }: Inventory): RoleAssignment[] {
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

/** How long eligible access lasts under a plan. */
function termOf({ spec }: Plan): EligibilityTerm {
  const { expiration } = spec.eligibility;
  if (expiration === "none") return { type: "none" };
  return { type: "after", durationMs: durationMs(expiration.afterDuration) ?? 0 };
}

function manifestOf({ plan, inventory }: CompileInput, entries: readonly ManifestEntry[]): Manifest {
  const { change, justification, emergencyAccess } = plan.spec;
  return {
    tenantId: inventory.tenantId,
    planName: plan.metadata.name,
    inventoryId: inventory.id,
    term: termOf(plan),
    justification,
    ticketInfo: { ticketNumber: change.number, ticketSystem: change.system },
    emergencyAccess: {
      principalIds: emergencyAccess.principals,
      minimumStanding: emergencyAccess.minimumStanding,
    },
    waves: plan.spec.waves.map((wave, position) => manifestWave(wave, position, entries)),
    entries,
  };
}

function manifestWave(
  wave: Plan["spec"]["waves"][number],
  position: number,
  entries: readonly ManifestEntry[],
): ManifestWave {
  const inWave = entries.filter((entry) => entry.wavePosition === position);
  const budget = wave.failureBudget;
  return {
    position,
    name: wave.name,
    principalCount: new Set(inWave.map((entry) => entry.key.principalId)).size,
    conversionCount: inWave.length,
    concurrencyMax: wave.concurrency?.max ?? DEFAULT_CONCURRENCY,
    failureBudgetCount: budget?.count ?? Math.floor((inWave.length * (budget?.percent ?? 0)) / 100),
    soakMs: wave.soak === undefined ? 0 : (durationMs(wave.soak) ?? 0),
    approvalMinimum: wave.approval?.minimum ?? 0,
  };
}
