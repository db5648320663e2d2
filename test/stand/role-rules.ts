import { withRules, type RoleRule } from "@standdown/domain";
import { roleRules as rulesOfNewTenant } from "../../packages/domain/testing/default-rules.ts";

/** All 17 rules of a role, as a new tenant has them, but for some. */
export function roleRules(...changed: readonly RoleRule[]): readonly RoleRule[] {
  return withRules(rulesOfNewTenant(), changed);
}

/** The longest activation. */
export function longestActivation(maximumDuration: string): RoleRule {
  return {
    kind: "expiration",
    id: "Expiration_EndUser_Assignment",
    isExpirationRequired: true,
    maximumDuration,
  };
}
