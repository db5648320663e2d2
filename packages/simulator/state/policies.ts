import type { PolicyRule } from "../default-policy.ts";
import { DEFAULT_GROUP_POLICY_RULES, DEFAULT_POLICY_RULES } from "../default-policy.ts";
import { keyedGuid } from "../keyed-random.ts";
import { ACCESS_IDS, accessOfRole, accessRoleId } from "./group-access.ts";

/** The settings of one role, or of being a member or an owner of one group. */
export interface Policy {
  /** The GUID that policy ids end with. */
  readonly guid: string;
  readonly roleDefinitionId: string;
  readonly rules: readonly PolicyRule[];
  /** The last change: when, and the name of who made it; null while they are as the service made them. */
  readonly modified: { readonly at: number; readonly byName: string | null } | null;
}

/** What a rule says about how long access may last. */
export interface ExpirationRule {
  readonly isExpirationRequired: boolean;
  readonly maximumDuration: string;
}

/** The settings of all roles, and of the groups that somebody asked for. */
export class Policies {
  readonly #tenantId: string;
  readonly #byRole = new Map<string, Policy>();
  readonly #ofGroups = new Map<string, Policy>();
  readonly #roleByGuid = new Map<string, string>();
  /** How often the id of a group's settings has changed. */
  readonly #rotations = new Map<string, number>();

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  /** Adds a role with the settings that nobody has changed. */
  add(roleDefinitionId: string, guid: string): void {
    this.#byRole.set(roleDefinitionId, {
      guid,
      roleDefinitionId,
      rules: DEFAULT_POLICY_RULES,
      modified: null,
    });
    this.#roleByGuid.set(guid, roleDefinitionId);
  }

  /** Those of directory roles. */
  all(): readonly Policy[] {
    return [...this.#byRole.values()];
  }

  /** Those of one group: for its members and for its owners. */
  ofGroup(groupId: string): readonly Policy[] {
    return ACCESS_IDS.map((accessId) => this.ofRole(accessRoleId(groupId, accessId))).filter(
      (policy) => policy !== null,
    );
  }

  /** A group has settings as soon as it is asked for them. */
  ofRole(roleDefinitionId: string): Policy | null {
    const known = this.#byRole.get(roleDefinitionId) ?? this.#ofGroups.get(roleDefinitionId);
    if (known !== undefined) return known;
    if (accessOfRole(roleDefinitionId) === null) return null;
    const guid = this.#groupGuid(roleDefinitionId);
    return { guid, roleDefinitionId, rules: DEFAULT_GROUP_POLICY_RULES, modified: null };
  }

  /** The settings of a directory role by the end of their id. */
  byGuid(guid: string): Policy | null {
    return this.#byRole.get(this.#roleByGuid.get(guid) ?? "") ?? null;
  }

  /** Puts changed settings in the place of those of the same role. */
  put(policy: Policy): void {
    const isOfGroup = accessOfRole(policy.roleDefinitionId) !== null;
    (isOfGroup ? this.#ofGroups : this.#byRole).set(policy.roleDefinitionId, policy);
  }

  /** Gives the settings of a group another id. */
  rotate(roleDefinitionId: string): void {
    const policy = this.ofRole(roleDefinitionId);
    if (policy === null) return;
    this.#rotations.set(roleDefinitionId, (this.#rotations.get(roleDefinitionId) ?? 0) + 1);
    this.put({ ...policy, guid: this.#groupGuid(roleDefinitionId) });
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

  /** The same for the same tenant, role and number of changes, whatever was asked before. */
  #groupGuid(roleDefinitionId: string): string {
    const rotation = this.#rotations.get(roleDefinitionId) ?? 0;
    return keyedGuid(0, `${this.#tenantId}|policy|${roleDefinitionId}|${rotation}`);
  }

  #rule(roleDefinitionId: string, ruleId: string): PolicyRule | undefined {
    return this.ofRole(roleDefinitionId)?.rules.find((rule) => rule.id === ruleId);
  }
}
