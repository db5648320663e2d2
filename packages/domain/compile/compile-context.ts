import { keyText } from "../access.ts";
import type { EligibilityTerm } from "../conversion.ts";
import { durationMs } from "../duration.ts";
import type { RoleDefinition, TenantFacts } from "../inventory.ts";
import { keyOfManual, type ManualDisposition } from "../plan/dispositions.ts";
import type { Exclusion } from "../plan/exclusions.ts";
import type { Plan } from "../plan/plan.ts";

/** What the disposition of every assignment depends on besides its own principal: small for a tenant of any size. */
export type CompileContext = {
  readonly plan: Plan;
  readonly facts: TenantFacts;
  readonly now: Date;
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly unitNames: ReadonlyMap<string, string>;
  /** Exclusions that hold today, by principal. */
  readonly exclusions: ReadonlyMap<string, Exclusion>;
  /** Exclusions that are over: their principals are included again. */
  readonly expiredExclusions: readonly Exclusion[];
  /** What people decided of single assignments, by {@link keyText}. */
  readonly decided: ReadonlyMap<string, ManualDisposition>;
  /** The application that the product speaks as; null where it is not known. */
  readonly ownAppId: string | null;
  readonly emergencyAccess: ReadonlySet<string>;
  readonly term: EligibilityTerm;
};

/** Puts the context of one compilation together. */
export function compileContext(
  plan: Plan,
  facts: TenantFacts,
  { now, ownAppId }: { readonly now: Date; readonly ownAppId: string | null },
): CompileContext {
  const { exclusions = [], dispositions = [] } = plan.spec;
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
    exclusions: new Map(
      exclusions.filter(({ expires }) => expires >= today).map((one) => [one.principalId, one]),
    ),
    expiredExclusions: exclusions.filter(({ expires }) => expires < today),
    decided: new Map(dispositions.map((manual) => [keyText(keyOfManual(manual)), manual])),
    ownAppId,
    term: termOf(plan),
  };
}

/** How long eligible access lasts under a plan. */
export function termOf({ spec }: Plan): EligibilityTerm {
  const { expiration } = spec.eligibility;
  if (expiration === "none") return { type: "none" };
  return { type: "after", durationMs: durationMs(expiration.afterDuration) ?? 0 };
}
