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
  /** ISO 8601; null for no limit. */
  readonly maximumDuration: string | null;
}

/** What an approval rule says, as far as it matters for who may decide and until when. */
export interface ApprovalRule {
  readonly isApprovalRequired: boolean;
  readonly isApproverJustificationRequired: boolean;
  readonly timeOutInDays: number;
  /** Users and groups; none for the administrators of roles. */
  readonly approverIds: readonly string[];
}

/** Told of each rule that was changed. */
export type PolicyListener = (roleDefinitionId: string, before: PolicyRule, after: PolicyRule) => void;

/** The settings of all roles, and of the groups that somebody asked for. */
export class Policies {
  readonly #tenantId: string;
  readonly #byRole = new Map<string, Policy>();
  readonly #ofGroups = new Map<string, Policy>();
  readonly #roleByGuid = new Map<string, string>();
  /** How often the id of a group's settings has changed. */
  readonly #rotations = new Map<string, number>();

  readonly #listeners: PolicyListener[] = [];

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  onChange(listener: PolicyListener): void {
    this.#listeners.push(listener);
  }

  /** Adds the settings of a role: those that nobody has changed, unless said. */
  add(roleDefinitionId: string, guid: string, rules: readonly PolicyRule[] = DEFAULT_POLICY_RULES): void {
    this.#byRole.set(roleDefinitionId, {
      guid,
      roleDefinitionId,
      rules,
      modified: null,
    });
    this.#roleByGuid.set(guid, roleDefinitionId);
  }

  /** Takes the settings of a role away. */
  remove(roleDefinitionId: string): void {
    this.#roleByGuid.delete(this.#byRole.get(roleDefinitionId)?.guid ?? "");
    this.#byRole.delete(roleDefinitionId);
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

  /** Puts changed settings, with their rules in the same order, in the place of those of the same role. */
  put(policy: Policy): void {
    const before = this.ofRole(policy.roleDefinitionId)?.rules ?? [];
    const isOfGroup = accessOfRole(policy.roleDefinitionId) !== null;
    (isOfGroup ? this.#ofGroups : this.#byRole).set(policy.roleDefinitionId, policy);
    for (const [place, rule] of policy.rules.entries()) {
      const former = before[place];
      if (former === undefined || former === rule) continue;
      for (const listener of this.#listeners) listener(policy.roleDefinitionId, former, rule);
    }
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
    const { isExpirationRequired, maximumDuration } = found;
    return {
      isExpirationRequired: isExpirationRequired === true,
      maximumDuration: typeof maximumDuration === "string" ? maximumDuration : null,
    };
  }

  /** Whether an activation has to be approved, and by whom. */
  approval(roleDefinitionId: string): ApprovalRule {
    return readApprovalRule(this.#rule(roleDefinitionId, "Approval_EndUser_Assignment")?.["setting"]);
  }

  /** The same for the same tenant, role and number of changes, whatever was asked before. */
  #groupGuid(roleDefinitionId: string): string {
    const rotation = this.#rotations.get(roleDefinitionId) ?? 0;
    return keyedGuid(0, `${this.#tenantId}|policy|${roleDefinitionId}|${rotation}`);
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

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Only the first stage counts: directory roles have one. Approvers come in the shape of v1.0 and of beta. */
function readApprovalRule(setting: unknown): ApprovalRule {
  const stages = property(setting, "approvalStages");
  const stage: unknown = Array.isArray(stages) ? stages[0] : undefined;
  const approvers = property(stage, "primaryApprovers");
  const ids = (Array.isArray(approvers) ? approvers : []).map(
    (approver: unknown) =>
      property(approver, "userId") ?? property(approver, "groupId") ?? property(approver, "id"),
  );
  const days = property(stage, "approvalStageTimeOutInDays");
  return {
    isApprovalRequired: property(setting, "isApprovalRequired") === true,
    isApproverJustificationRequired: property(stage, "isApproverJustificationRequired") === true,
    timeOutInDays: typeof days === "number" ? days : 1,
    approverIds: ids.filter((id) => typeof id === "string").map((id) => id.toLowerCase()),
  };
}
