import type { EligibilityTerm } from "../conversion.ts";
import { durationMs } from "../duration.ts";
import { termText } from "../manifest.ts";
import type { EnablementRule, ExpirationRule, RoleRule, RuleId } from "../role-settings.ts";

/** Why the settings of a role would refuse what a rollout asks the tenant for; `what` ends a sentence about the role. */
export type Limit = {
  readonly code: "eligibilityTooLong" | "settingsBlockConversions" | "settingsBlockRollBack";
  readonly rule: RoleRule;
  readonly what: string;
};

/** What stands in the way of eligible access of a term, which an application grants. Limits bind administrators too. */
export function grantLimits(rules: readonly RoleRule[], term: EligibilityTerm): readonly Limit[] {
  const limits: Limit[] = [];
  const expiration = expirationOf(rules, "Expiration_Admin_Eligibility");
  if (expiration?.isExpirationRequired === true && isLonger(term, expiration)) {
    const longest = expiration.maximumDuration ?? "an end";
    const what = `takes eligible assignments for ${longest} at most, and the plan wants ${wantedText(term)}`;
    limits.push({ code: "eligibilityTooLong", rule: expiration, what });
  }
  const enablement = mfaRule(rules, "Enablement_Admin_Eligibility");
  if (enablement !== null) {
    const what =
      "asks whoever makes somebody eligible for multifactor authentication, which an application cannot do";
    limits.push({ code: "settingsBlockConversions", rule: enablement, what });
  }
  return limits;
}

/** What stands in the way of standing access without end, which a roll back gives again. */
export function restoreLimits(rules: readonly RoleRule[]): readonly Limit[] {
  const limits: Limit[] = [];
  const expiration = expirationOf(rules, "Expiration_Admin_Assignment");
  if (expiration?.isExpirationRequired === true) {
    const what = "takes no active assignment without an end, so a roll back could not give it again";
    limits.push({ code: "settingsBlockRollBack", rule: expiration, what });
  }
  const enablement = mfaRule(rules, "Enablement_Admin_Assignment");
  if (enablement !== null) {
    const what =
      "asks whoever assigns it for multifactor authentication, which an application cannot do, so a roll back could not give it again";
    limits.push({ code: "settingsBlockRollBack", rule: enablement, what });
  }
  return limits;
}

function expirationOf(rules: readonly RoleRule[], id: RuleId): ExpirationRule | null {
  return rules.find((rule): rule is ExpirationRule => rule.kind === "expiration" && rule.id === id) ?? null;
}

function mfaRule(rules: readonly RoleRule[], id: RuleId): EnablementRule | null {
  const rule = rules.find((one): one is EnablementRule => one.kind === "enablement" && one.id === id);
  return rule?.enabledRules.includes("MultiFactorAuthentication") === true ? rule : null;
}

function isLonger(term: EligibilityTerm, { maximumDuration }: ExpirationRule): boolean {
  if (term.type === "none") return true;
  return maximumDuration !== null && term.durationMs > (durationMs(maximumDuration) ?? Infinity);
}

function wantedText(term: EligibilityTerm): string {
  return term.type === "none" ? "them without end" : `them for ${termText(term.durationMs)}`;
}
