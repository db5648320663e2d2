import type { PolicyRule } from "../default-policy.ts";
import { DEFAULT_POLICY_RULES } from "../default-policy.ts";

/** The settings of one role. */
export interface Policy {
  /** The GUID that policy ids end with. */
  readonly guid: string;
  readonly roleDefinitionId: string;
  readonly rules: readonly PolicyRule[];
}

/** What a rule says about how long access may last. */
export interface ExpirationRule {
  readonly isExpirationRequired: boolean;
  readonly maximumDuration: string;
}

/** The settings of all roles. */
export class Policies {
  readonly #byRole = new Map<string, Policy>();
  readonly #roleByGuid = new Map<string, string>();

  /** Adds a role with the settings that nobody has changed. */
  add(roleDefinitionId: string, guid: string): void {
    this.#byRole.set(roleDefinitionId, { guid, roleDefinitionId, rules: DEFAULT_POLICY_RULES });
    this.#roleByGuid.set(guid, roleDefinitionId);
  }

  all(): readonly Policy[] {
    return [...this.#byRole.values()];
  }

  ofRole(roleDefinitionId: string): Policy | null {
    return this.#byRole.get(roleDefinitionId) ?? null;
  }

  byGuid(guid: string): Policy | null {
    return this.ofRole(this.#roleByGuid.get(guid) ?? "");
  }

  /** Changes properties of one rule; false when there is no such role or rule. */
  change(roleDefinitionId: string, ruleId: string, properties: Record<string, unknown>): boolean {
    const policy = this.ofRole(roleDefinitionId);
    if (policy === null || !policy.rules.some((rule) => rule.id === ruleId)) return false;
    const rules = policy.rules.map((rule) =>
      rule.id === ruleId ? { ...rule, ...properties, id: rule.id } : rule,
    );
    this.#byRole.set(roleDefinitionId, { ...policy, rules });
    return true;
  }

  /** The names of what a request must carry: `Justification`, `Ticketing`, `MultiFactorAuthentication`. */
  enabledRules(roleDefinitionId: string, suffix: string): readonly string[] {
    const enabled = this.#rule(roleDefinitionId, `Enablement_${suffix}`)?.["enabledRules"];
    return Array.isArray(enabled) ? enabled.map(String) : [];
  }

  /** How long access may last. */
  expiration(roleDefinitionId: string, suffix: string): ExpirationRule | null {
    const found = this.#rule(roleDefinitionId, `Expiration_${suffix}`);
    if (found === undefined) return null;
    return {
      isExpirationRequired: found["isExpirationRequired"] === true,
      maximumDuration: String(found["maximumDuration"]),
    };
  }

  /** The authentication context that an activation has to satisfy, for example `c1`; null when none. */
  authenticationContext(roleDefinitionId: string): string | null {
    const found = this.#rule(roleDefinitionId, "AuthenticationContext_EndUser_Assignment");
    const claimValue = found?.["isEnabled"] === true ? found["claimValue"] : null;
    return typeof claimValue === "string" && claimValue !== "" ? claimValue : null;
  }

  #rule(roleDefinitionId: string, ruleId: string): PolicyRule | undefined {
    return this.ofRole(roleDefinitionId)?.rules.find((rule) => rule.id === ruleId);
  }
}
