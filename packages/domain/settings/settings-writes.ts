import type { RoleRule } from "../role-settings.ts";
import { identityProof } from "./identity-proof.ts";
import { differingRules } from "./rule-equality.ts";

/** The rule that switches each way of showing who it is on. */
const SWITCHES = {
  mfa: "Enablement_EndUser_Assignment",
  context: "AuthenticationContext_EndUser_Assignment",
} as const;

/**
 * The changes of a policy that lead from some settings to others, each a list of whole rules to be sent at once, in
 * order: only rules that differ, in one change where the service takes it. It does not let multifactor authentication
 * and an authentication context be on together, and nobody knows whether it looks at the rules of one change one by
 * one or at all of them: so a switch between the two takes two changes, and what is on goes off in the first. Neither
 * is on in between.
 */
export function settingsWrites(
  from: readonly RoleRule[],
  to: readonly RoleRule[],
): readonly (readonly RoleRule[])[] {
  const differing = differingRules(from, to);
  if (differing.length === 0) return [];
  const [former, next] = [identityProof(from), identityProof(to)];
  if (former === "none" || next === "none" || former === next) return [differing];
  const turnsOn = differing.filter(({ id }) => id === SWITCHES[next]);
  return [differing.filter(({ id }) => id !== SWITCHES[next]), turnsOn];
}
