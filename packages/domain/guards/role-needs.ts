import type { TenantFacts } from "../inventory.ts";
import { activationNeeds, type ActivationNeeds, type Approver } from "../role-settings.ts";

/** What roles ask of whoever activates them, with what conditional access makes of it. */
export class RoleNeeds {
  readonly #needs: ReadonlyMap<string, ActivationNeeds>;
  readonly #policies: TenantFacts["conditionalAccessPolicies"];

  constructor({ roleSettings, conditionalAccessPolicies }: TenantFacts) {
    this.#needs = new Map(
      roleSettings.map((settings) => [settings.roleDefinitionId, activationNeeds(settings)]),
    );
    this.#policies = conditionalAccessPolicies;
  }

  /** Who decides activations of a role; null when nobody is asked, empty when active administrators decide. */
  approversOf(roleDefinitionId: string): readonly Approver[] | null {
    return this.#needs.get(roleDefinitionId)?.approvers ?? null;
  }

  /** Every role whose activation somebody decides. */
  rolesWithApproval(): readonly string[] {
    return [...this.#needs].filter(([, { approvers }]) => approvers !== null).map(([id]) => id);
  }

  /**
   * Whether an activation takes multifactor authentication. A role without settings has Microsoft's own, which ask for
   * it; an authentication context that no policy speaks of is answered with it as well (PIM, "role settings").
   */
  asksForMfa(roleDefinitionId: string): boolean {
    const needs = this.#needs.get(roleDefinitionId);
    if (needs === undefined || needs.requires.includes("MultiFactorAuthentication")) return true;
    const { authenticationContext } = needs;
    if (authenticationContext === null) return false;
    const policies = this.#policies.filter((policy) =>
      policy.authenticationContexts.includes(authenticationContext),
    );
    return (
      policies.length === 0 ||
      policies.some(({ state, grantControls }) => state === "enabled" && grantControls.includes("mfa"))
    );
  }
}
