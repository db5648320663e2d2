import { RULE_IDS, type RoleRule, type RuleId } from "../role-settings.ts";
import { isRefused } from "./identity-proof.ts";
import { ASSIGNMENT_MAIL_RULE_IDS, muted } from "./muted.ts";
import { differingRules, sameRule } from "./rule-equality.ts";
import type { RuleConflict, SettingsChange } from "./settings-change.ts";

/** What the rules are to become, and what stands in the way. */
export type SettingsTarget = {
  readonly rules: readonly RoleRule[];
  readonly conflicts: readonly RuleConflict[];
};

const MAIL_RULES: ReadonlySet<RuleId> = new Set(ASSIGNMENT_MAIL_RULE_IDS);

/** As the plan says, mails muted or not. */
export function planned({ after }: Pick<SettingsChange, "after">, isMuted: boolean): readonly RoleRule[] {
  return isMuted ? muted(after) : after;
}

/** Before anything was applied: every rule must be as it was read for the plan, or as we would write it. */
export function targetForward(
  change: SettingsChange,
  found: readonly RoleRule[],
  isMuted: boolean,
): SettingsTarget {
  const rules = planned(change, isMuted);
  const known = [change.before, change.after, muted(change.after)];
  const conflicts = conflictsOf(found, rules).filter(
    (conflict) => !known.some((some) => isAmong(some, conflict.found)),
  );
  return { rules, conflicts };
}

/**
 * While it is applied: only mails about assignments are switched, and only where nobody else has changed them. Once they
 * are as wanted, what differs was somebody else.
 */
export function targetKept(
  change: SettingsChange,
  found: readonly RoleRule[],
  isMuted: boolean,
): SettingsTarget {
  const wanted = planned(change, isMuted);
  const ours = [change.after, muted(change.after)];
  const isToSwitch = change.isMuted !== isMuted || (change.write !== null && change.write.state !== "proved");
  const rules = found.map((rule) =>
    isToSwitch && MAIL_RULES.has(rule.id) && ours.some((some) => isAmong(some, rule))
      ? ruleIn(wanted, rule)
      : rule,
  );
  return { rules, conflicts: conflictsOf(rules, wanted) };
}

/**
 * As they were. Only what we wrote is put back, and only where it is still as we wrote it. Where that, beside what others
 * changed, would turn multifactor authentication and an authentication context both on, both stay as they are.
 */
export function targetBack(change: SettingsChange, found: readonly RoleRule[]): SettingsTarget {
  const restored = found.map((rule) => asItWas(change, rule));
  const rules = isRefused(restored)
    ? restored.map((rule) =>
        rule.kind === "authenticationContext" || rule.id === "Enablement_EndUser_Assignment"
          ? ruleIn(found, rule)
          : rule,
      )
    : restored;
  return { rules, conflicts: conflictsOf(rules, change.before) };
}

/** True where a rule that is not as it was is one that we wrote: somebody must look whether it may stay so. */
export function isOfOurs(change: SettingsChange, { ruleId }: RuleConflict): boolean {
  return change.writtenRules.includes(ruleId) || (change.isMuted && MAIL_RULES.has(ruleId));
}

/**
 * True where mails about assignments are muted that the plan leaves on. Before it was applied, those that were off
 * already say nothing; afterwards they too are to be switched on.
 */
export function showsMuted({ state, before, after }: SettingsChange, found: readonly RoleRule[]): boolean {
  return differingRules(after, muted(after)).some(
    (rule) => isAmong(found, rule) && (state === "applied" || !isAmong(before, rule)),
  );
}

/** The rules that we wrote, with those of a write that takes them from what they were to what the plan says. */
export function withWritten(
  change: SettingsChange,
  sent: readonly RoleRule[],
  found: readonly RoleRule[],
): SettingsChange["writtenRules"] {
  const added = differingRules(change.before, change.after).filter(
    (rule) => sent.some(({ id }) => id === rule.id) && isAmong(change.before, ruleIn(found, rule)),
  );
  const written = new Set([...change.writtenRules, ...added.map(({ id }) => id)]);
  return RULE_IDS.filter((id) => written.has(id));
}

/** The same without those of a write that was not taken: what was as before when it was sent still is. */
export function withoutWritten(
  change: SettingsChange,
  sent: readonly RoleRule[],
  found: readonly RoleRule[],
): SettingsChange["writtenRules"] {
  return change.writtenRules.filter(
    (id) => !sent.some((rule) => rule.id === id && isAmong(change.before, ruleIn(found, rule))),
  );
}

/** What we wrote goes back to what it was; a rule that we only muted to what the plan says, which is what we found. */
function asItWas(change: SettingsChange, rule: RoleRule): RoleRule {
  const { before, after, writtenRules, isMuted } = change;
  if (isAmong(before, rule)) return rule;
  const isMutedByUs = isMuted && MAIL_RULES.has(rule.id) && isAmong(muted(after), rule);
  if (writtenRules.includes(rule.id))
    return isMutedByUs || isAmong(after, rule) ? ruleIn(before, rule) : rule;
  return isMutedByUs ? ruleIn(after, rule) : rule;
}

function conflictsOf(found: readonly RoleRule[], expected: readonly RoleRule[]): readonly RuleConflict[] {
  return differingRules(found, expected).map((rule) => ({
    ruleId: rule.id,
    expected: rule,
    found: ruleIn(found, rule),
  }));
}

function isAmong(rules: readonly RoleRule[], rule: RoleRule): boolean {
  return rules.some((other) => sameRule(other, rule));
}

function ruleIn(rules: readonly RoleRule[], { id }: RoleRule): RoleRule {
  const found = rules.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`settings without rule ${id}`);
  return found;
}
