import type { EligibilityTerm } from "../conversion.ts";
import { durationMs } from "../duration.ts";
import type { RoleDefinition, TenantFacts } from "../inventory.ts";
import type { Plan } from "../plan/plan.ts";

/** What the disposition of every assignment depends on besides its own principal: small for a tenant of any size. */
export type CompileContext = {
  readonly plan: Plan;
  readonly facts: TenantFacts;
  readonly now: Date;
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly excluded: ReadonlySet<string>;
  readonly emergencyAccess: ReadonlySet<string>;
  readonly term: EligibilityTerm;
};

/** Puts the context of one compilation together. */
export function compileContext(plan: Plan, facts: TenantFacts, now: Date): CompileContext {
  const today = now.toISOString().slice(0, 10);
  return {
    plan,
    facts,
    now,
    roles: new Map(facts.roles.map((role) => [role.id, role])),
    unitNames: new Map(
      facts.administrativeUnits.map((unit) => [`/administrativeUnits/${unit.id}`, unit.displayName]),
    ),
    emergencyAccess: new Set(plan.spec.emergencyAccess.principals),
    excluded: new Set(
      (plan.spec.exclusions ?? [])
        .filter((exclusion) => exclusion.expires >= today)
        .map((exclusion) => exclusion.principalId),
    ),
    term: termOf(plan),
  };
}

/** How long eligible access lasts under a plan. */
function termOf({ spec }: Plan): EligibilityTerm {
  const { expiration } = spec.eligibility;
  if (expiration === "none") return { type: "none" };
  return { type: "after", durationMs: durationMs(expiration.afterDuration) ?? 0 };
}
