import { keyText, type AccessKey } from "../access.ts";
import type { EligibilityTerm } from "../conversion.ts";
import { durationMs } from "../duration.ts";
import { GUARD_NAMES, type GuardName } from "../finding.ts";
import { lastWaveOf, type LastWave } from "../guards/approvers.ts";
import { RoleNeeds } from "../guards/role-needs.ts";
import type { RoleDefinition, TenantFacts } from "../inventory.ts";
import { Membership } from "../membership.ts";
import { planSettings, type SettingsPlan } from "../settings/settings-plan.ts";
import { keyOfManual, type ManualDisposition } from "../plan/dispositions.ts";
import { excludesAccess, isOver, type Exclusion } from "../plan/exclusions.ts";
import type { Plan } from "../plan/plan.ts";
import { directMembers, membersOfWaves } from "./selected-members.ts";

/** What the disposition of every assignment depends on besides its own principal: small for a tenant of any size. */
export type CompileContext = {
  readonly plan: Plan;
  readonly facts: TenantFacts;
  /** The same with the settings of roles as the plan makes them. */
  readonly factsAfter: TenantFacts;
  readonly now: Date;
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly unitNames: ReadonlyMap<string, string>;
  /** What becomes of the settings of roles. */
  readonly settings: SettingsPlan;
  /** What roles ask of whoever activates them, with the settings that the plan gives them. */
  readonly needs: RoleNeeds;
  /** Who is in the groups whose members were read. */
  readonly membership: Membership;
  /** Direct members of the groups that the plan selects by. */
  readonly selectedMembers: ReadonlySet<string>;
  /** Exclusions that hold today, by principal. */
  readonly exclusions: ReadonlyMap<string, readonly Exclusion[]>;
  /** What people decided of single assignments, by {@link keyText}. */
  readonly decided: ReadonlyMap<string, ManualDisposition>;
  /** The application that the product speaks as; null where it is not known. */
  readonly ownAppId: string | null;
  readonly emergencyAccess: ReadonlySet<string>;
  readonly lastWave: LastWave;
  /** The guards that watch: all of them, but for tests that show what happens without one. */
  readonly guards: readonly GuardName[];
  /** Who is in each group that a wave selects, also through other groups. Null: its members were not read. */
  readonly membersOf: ReadonlyMap<string, ReadonlySet<string> | null>;
  readonly term: EligibilityTerm;
};

/** Puts the context of one compilation together. */
export function compileContext(
  plan: Plan,
  facts: TenantFacts,
  {
    now,
    ownAppId,
    guards = GUARD_NAMES,
  }: { readonly now: Date; readonly ownAppId: string | null; readonly guards?: readonly GuardName[] },
): CompileContext {
  const { exclusions = [], dispositions = [] } = plan.spec;
  const membership = new Membership(facts);
  const settings = planSettings(plan, facts);
  const factsAfter = withSettings(facts, settings);
  const needs = new RoleNeeds(factsAfter);
  return {
    plan,
    facts,
    factsAfter,
    now,
    roles: new Map(facts.roles.map((role) => [role.id, role])),
    unitNames: new Map(
      facts.administrativeUnits.map((unit) => [`/administrativeUnits/${unit.id}`, unit.displayName]),
    ),
    emergencyAccess: new Set(plan.spec.emergencyAccess.principals),
    settings,
    needs,
    membership,
    selectedMembers: directMembers(plan, membership),
    // Until the settings are changed, those decide who are named today.
    lastWave: lastWaveOf(plan, [needs, new RoleNeeds(facts)], membership),
    guards,
    exclusions: Map.groupBy(
      exclusions.filter((exclusion) => !isOver(exclusion, now)),
      ({ principalId }) => principalId,
    ),
    decided: new Map(dispositions.map((manual) => [keyText(keyOfManual(manual)), manual])),
    ownAppId,
    membersOf: membersOfWaves(plan, membership),
    term: termOf(plan),
  };
}

function withSettings(facts: TenantFacts, { entries }: SettingsPlan): TenantFacts {
  const afterOf = new Map(entries.map(({ roleDefinitionId, after }) => [roleDefinitionId, after]));
  return {
    ...facts,
    roleSettings: facts.roleSettings.map((settings) => ({
      ...settings,
      rules: afterOf.get(settings.roleDefinitionId) ?? settings.rules,
    })),
  };
}

/** The exclusion that holds today for an access; the first one of the plan where there are several. */
export function exclusionOf({ exclusions }: CompileContext, key: AccessKey): Exclusion | null {
  return exclusions.get(key.principalId)?.find((exclusion) => excludesAccess(exclusion, key)) ?? null;
}

/** How long eligible access lasts under a plan. */
export function termOf({ spec }: Plan): EligibilityTerm {
  const { expiration } = spec.eligibility;
  if (expiration === "none") return { type: "none" };
  return { type: "after", durationMs: durationMs(expiration.afterDuration) ?? 0 };
}
