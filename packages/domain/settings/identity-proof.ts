import type { RoleRule } from "../role-settings.ts";

/** How an activation shows who it is: not at all, by multifactor authentication, or by an authentication context. */
export type IdentityProof = "none" | "mfa" | "context";

const STRENGTH: Readonly<Record<IdentityProof, number>> = { none: 0, mfa: 1, context: 2 };

/** What the rules ask an activation for. */
export function identityProof(rules: readonly RoleRule[]): IdentityProof {
  if (rules.some((rule) => rule.kind === "authenticationContext" && rule.isEnabled)) return "context";
  return rules.some(asksForMfa) ? "mfa" : "none";
}

/**
 * True where both are on, which the service refuses (`MfaAndAcrsConflict`), also between two changes.
 */
export function isRefused(rules: readonly RoleRule[]): boolean {
  return identityProof(rules) === "context" && rules.some(asksForMfa);
}

/** True where the first is weaker. */
export function isWeaker(proof: IdentityProof, than: IdentityProof): boolean {
  return STRENGTH[proof] < STRENGTH[than];
}

/** The rules without multifactor authentication at activation. */
export function withoutMfa(rules: readonly RoleRule[]): readonly RoleRule[] {
  return rules.map((rule) =>
    rule.kind === "enablement" && asksForMfa(rule)
      ? { ...rule, enabledRules: rule.enabledRules.filter((word) => word !== "MultiFactorAuthentication") }
      : rule,
  );
}

function asksForMfa(rule: RoleRule): boolean {
  return (
    rule.kind === "enablement" &&
    rule.id === "Enablement_EndUser_Assignment" &&
    rule.enabledRules.includes("MultiFactorAuthentication")
  );
}
