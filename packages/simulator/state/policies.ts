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

/** The settings of all roles. */
export class Policies {
  readonly #byRole = new Map<string, Policy>();
  readonly #roleByGuid = new Map<string, string>();
  readonly #listeners: PolicyListener[] = [];

  onChange(listener: PolicyListener): void {
    this.#listeners.push(listener);
  }

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
    const before = policy?.rules.find((rule) => rule.id === ruleId);
    if (policy === null || before === undefined) return false;
    const after = { ...before, ...properties, id: before.id };
    const rules = policy.rules.map((rule) => (rule === before ? after : rule));
    this.#byRole.set(roleDefinitionId, { ...policy, rules });
    for (const listener of this.#listeners) listener(roleDefinitionId, before, after);
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

  /** Whether an activation has to be approved, and by whom. */
  approval(roleDefinitionId: string): ApprovalRule {
    return readApprovalRule(this.#rule(roleDefinitionId, "Approval_EndUser_Assignment")?.["setting"]);
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
