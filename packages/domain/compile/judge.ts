import { keyText, type AssignmentInstance, type EligibilityInstance } from "../access.ts";
import { isNeverMoved } from "../builtin-roles.ts";
import type { EligibilityTerm } from "../conversion.ts";
import type { Disposition, ReasonCode } from "../disposition.ts";
import type { RoleDefinition } from "../inventory.ts";
import type { StrategyRule } from "../plan/strategy.ts";
import { selectsPrincipal, selectsRole, selectsScope } from "../plan/selects.ts";
import type { Principal } from "../principal.ts";
import type { PrincipalClass } from "./classify.ts";
import type { CompileContext } from "./compile-context.ts";
import { ruleApplies } from "./rule-applies.ts";

/** What becomes of an assignment, why, and what the reason is about: a rule's name, what is unknown, a person's word. */
export type Verdict = {
  readonly disposition: Disposition;
  readonly reason: ReasonCode;
  readonly detail: string | null;
};

/** What one row is judged with. */
export type Judged = {
  readonly context: CompileContext;
  readonly principal: Principal | null;
  readonly is: PrincipalClass;
  /** Keys that the list of plain role assignments has. */
  readonly listed: ReadonlySet<string>;
  readonly eligibilities: ReadonlyMap<string, EligibilityInstance>;
  readonly standingCount: ReadonlyMap<string, number>;
};

/**
 * The first reason that applies. What is not ours to judge comes first; then what people decided by name: exclusions
 * and single assignments; then what is not selected; then the plan's rules in their order, else its default.
 */
export function judge(row: AssignmentInstance, judged: Judged): Verdict {
  const { context, principal } = judged;
  const role = context.roles.get(row.roleDefinitionId);
  if (row.assignmentType === "Activated") return verdict("keep", "activation");
  if (row.memberType !== "Direct") return verdict("keep", "throughGroup");
  if (context.emergencyAccess.has(row.principalId)) return verdict("exclude", "emergencyAccess");
  if (principal?.appId != null && principal.appId === context.ownAppId)
    return verdict("exclude", "ownIdentity");
  const exclusion = context.exclusions.get(row.principalId);
  if (exclusion !== undefined) return verdict("exclude", "excluded", exclusion.reasonCode);
  if (!judged.listed.has(keyText(row))) return unlisted(principal);
  if (row.endDateTime !== null) return verdict("keep", "timeBound");
  if (role === undefined) return verdict("review", "roleUnknown");
  if (isNeverMoved(role.templateId ?? role.id)) return verdict("keep", "roleNeverMoved");
  if (principal === null || principal.type === "unknown") return verdict("review", "principalUnknown");
  return judgeByPlan(row, role, principal, judged);
}

/** PIM keeps the rows of a deleted principal for days; the directory's own list does not. */
function unlisted(principal: Principal | null): Verdict {
  return principal === null ? verdict("review", "principalUnknown") : verdict("review", "unreconciled");
}

function judgeByPlan(
  row: AssignmentInstance,
  role: RoleDefinition,
  principal: Principal,
  judged: Judged,
): Verdict {
  const { plan, decided } = judged.context;
  const { selection, strategy } = plan.spec;
  const manual = decided.get(keyText(row));
  if (manual !== undefined)
    return feasible(manual.disposition, "decided", manual.reason, row, principal, judged);
  if (!selectsRole(selection, role)) return verdict("keep", "roleNotSelected");
  if (!selectsPrincipal(selection, principal)) return verdict("keep", "principalNotSelected");
  if (!selectsScope(selection, row)) return verdict("keep", "scopeNotSelected");
  for (const rule of strategy.rules ?? []) {
    const answer = ruleApplies(rule.when, {
      key: row,
      role,
      principal,
      is: judged.is,
      now: judged.context.now,
    });
    if (answer.applies === "yes") return feasible(rule.then, "rule", rule.name, row, principal, judged);
    if (answer.applies === "unknown") return verdict("review", "ruleUnknown", lacking(rule, answer.lacks));
  }
  if (strategy.default === "keep") return verdict("keep", "strategyKeep");
  if (strategy.default === "review") return verdict("review", "strategyReview");
  return feasible("convert", "selected", null, row, principal, judged);
}

function lacking({ name }: StrategyRule, condition: string): string {
  return `${name}: ${condition}`;
}

/** A conversion that cannot be carried out is looked at by a person instead. */
function feasible(
  disposition: Disposition,
  reason: ReasonCode,
  detail: string | null,
  row: AssignmentInstance,
  principal: Principal,
  judged: Judged,
): Verdict {
  if (disposition !== "convert") return verdict(disposition, reason, detail);
  if (principal.type === "servicePrincipal") return verdict("keep", "servicePrincipal");
  if (principal.type === "user" && principal.accountEnabled === false)
    return verdict("review", "accountDisabled");
  if (principal.type === "group" && principal.isAssignableToRole !== true) {
    return verdict("review", "groupNotRoleAssignable");
  }
  if ((judged.standingCount.get(keyText(row)) ?? 0) > 1) return verdict("review", "duplicateRow");
  const eligibility = judged.eligibilities.get(keyText(row));
  if (eligibility !== undefined && !isAsWanted(eligibility, judged.context.term)) {
    return verdict("review", "eligibilityDiffers");
  }
  return verdict("convert", reason, detail);
}

/** An eligibility that is there already replaces standing access only where neither ends. */
function isAsWanted(eligibility: EligibilityInstance, term: EligibilityTerm): boolean {
  return term.type === "none" && eligibility.endDateTime === null;
}

function verdict(disposition: Disposition, reason: ReasonCode, detail: string | null = null): Verdict {
  return { disposition, reason, detail };
}
