import type { PolicyRule } from "../default-policy.ts";
import { DEFAULT_GROUP_POLICY_RULES, DEFAULT_POLICY_RULES } from "../default-policy.ts";
import { isJsonObject } from "../json.ts";
import { canBeOnboarded, onboardFor, rotatePolicyId } from "../pipeline/onboard.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, refusalOf, refused } from "../refusal.ts";
import { accessOfRole } from "../state/group-access.ts";
import type { Policy } from "../state/policies.ts";
import type { Tenant } from "../state/tenant.ts";
import { INVALID_POLICY, INVALID_RULE } from "./problem.ts";
import { readRule } from "./read-rule.ts";

/** A change of the settings of one role. */
export interface SettingsChange {
  readonly roleDefinitionId: string;
  /** Bodies of rules, each with its type and id. */
  readonly rules: readonly unknown[];
  /** The object in the directory that asks for it; null when it is nobody in particular. */
  readonly byId: string | null;
}

/** Whether an activation would have to come with both: the service never lets both be on. */
function asksForMfaAndContext(rules: readonly PolicyRule[]): boolean {
  const ruleOf = (id: string): PolicyRule | undefined => rules.find((rule) => rule.id === id);
  const enabled = ruleOf("Enablement_EndUser_Assignment")?.["enabledRules"];
  const isMfaOn = Array.isArray(enabled) && enabled.includes("MultiFactorAuthentication");
  return isMfaOn && ruleOf("AuthenticationContext_EndUser_Assignment")?.["isEnabled"] === true;
}

function asMade(rule: PolicyRule, isOfGroup: boolean): PolicyRule {
  const rules = isOfGroup ? DEFAULT_GROUP_POLICY_RULES : DEFAULT_POLICY_RULES;
  return rules.find((made) => made.id === rule.id) ?? rule;
}

/** The rules after a change; the first thing that is wrong with it refuses it whole. */
function changedRules(tenant: Tenant, policy: Policy, bodies: readonly unknown[]): Outcome<PolicyRule[]> {
  const key = policy.roleDefinitionId;
  const isReset = tenant.quirks.strikes("leftOutRulePartsReset", key);
  const isJudgedInBetween = tenant.quirks.strikes("rulesJudgedOneByOne", key);
  const reading = {
    isZeroDurationTaken: tenant.quirks.strikes("zeroDurationTaken", key),
    arePortalLimitsKept: tenant.quirks.strikes("portalLimitsInApi", key),
  };
  let rules = [...policy.rules];
  for (const body of bodies) {
    const current = rules.find((rule) => isJsonObject(body) && rule.id === body["id"]);
    if (current === undefined) return refused(INVALID_RULE);
    const base = isReset ? asMade(current, accessOfRole(key) !== null) : current;
    const rule = readRule(base, body, reading);
    if (!rule.isOk) return rule;
    rules = rules.map((other) => (other.id === rule.value.id ? rule.value : other));
    if (isJudgedInBetween && asksForMfaAndContext(rules)) return refused(refusalOf("mfaAndAcrsConflict"));
  }
  return asksForMfaAndContext(rules) ? refused(refusalOf("mfaAndAcrsConflict")) : accepted(rules);
}

/** Changes the settings of a role or a group, whoever asks: the only place where settings change. Effective at once. */
export function changeSettings(tenant: Tenant, change: SettingsChange): Outcome<Policy> {
  const now = tenant.settle();
  const policy = tenant.policies.ofRole(change.roleDefinitionId);
  if (policy === null) return refused(refusalOf("policyNotFound"));
  const access = accessOfRole(change.roleDefinitionId);
  const group = access === null ? null : tenant.directory.byId(access.groupId);
  if (access !== null && group?.kind !== "group") return refused(refusalOf("policyNotFound"));
  if (group?.kind === "group" && !canBeOnboarded(group)) return refused(INVALID_POLICY);
  const rules = changedRules(tenant, policy, change.rules);
  if (!rules.isOk) return rules;
  const by = change.byId === null ? null : tenant.directory.byId(change.byId);
  const modified = { at: now, byName: by?.displayName ?? null };
  tenant.policies.put({ ...policy, rules: rules.value, modified });
  onboardFor(tenant, change.roleDefinitionId);
  rotatePolicyId(tenant, change.roleDefinitionId);
  return accepted(tenant.policies.ofRole(change.roleDefinitionId) ?? policy);
}
