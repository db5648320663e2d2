/** A label that role settings can ask for at activation, and that conditional access policies can be aimed at. */
export interface AuthenticationContext {
  /** `c1` to `c99`. */
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly isAvailable: boolean;
}

/** A conditional access policy: the parts that say whom it is for and what it asks of them. */
export interface ConditionalAccessPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly state: "enabled" | "disabled" | "enabledForReportingButNotEnforced";
  readonly createdAt: number;
  readonly includedUsers: readonly string[];
  readonly excludedUsers: readonly string[];
  readonly includedGroupIds: readonly string[];
  readonly excludedGroupIds: readonly string[];
  readonly includedRoleIds: readonly string[];
  readonly excludedRoleIds: readonly string[];
  readonly includedApplications: readonly string[];
  readonly authenticationContextIds: readonly string[];
  readonly builtInControls: readonly string[];
  /** Hours after which one has to sign in again; null for no limit. */
  readonly signInFrequencyHours: number | null;
}

/** What the tenant asks of those who sign in. */
export class AccessControls {
  readonly #contexts = new Map<string, AuthenticationContext>();
  readonly #policies = new Map<string, ConditionalAccessPolicy>();

  putContext(context: AuthenticationContext): void {
    this.#contexts.set(context.id, context);
  }

  putPolicy(policy: ConditionalAccessPolicy): void {
    this.#policies.set(policy.id, policy);
  }

  contexts(): readonly AuthenticationContext[] {
    return [...this.#contexts.values()];
  }

  context(id: string): AuthenticationContext | null {
    return this.#contexts.get(id) ?? null;
  }

  policies(): readonly ConditionalAccessPolicy[] {
    return [...this.#policies.values()];
  }

  policy(id: string): ConditionalAccessPolicy | null {
    return this.#policies.get(id.toLowerCase()) ?? null;
  }
}
