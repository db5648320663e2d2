import { keyText, type AccessKey, type AssignmentInstance, type EligibilityInstance } from "../access.ts";
import { isNeverMoved } from "../builtin-roles.ts";
import type { EligibilityTerm } from "../conversion.ts";
import { isEffective, type Disposition, type ReasonCode } from "../disposition.ts";
import type { RoleDefinition } from "../inventory.ts";
import { exclusionText } from "../plan/exclusions.ts";
import type { StrategyRule } from "../plan/strategy.ts";
import { selectsPrincipal, selectsRole, selectsScope } from "../plan/selects.ts";
import type { Principal } from "../principal.ts";
import type { PrincipalFacts } from "./classify.ts";
import { exclusionOf, type CompileContext } from "./compile-context.ts";
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
  readonly is: PrincipalFacts;
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
  const untouchable = leftAlone(row, judged);
  if (untouchable !== null) return untouchable;
  if (!judged.listed.has(keyText(row))) return unlisted(principal);
  if (row.endDateTime !== null) return verdict("keep", "timeBound");
  if (role === undefined) return verdict("review", "roleUnknown");
  if (isNeverMoved(role.templateId ?? role.id)) return verdict("keep", "roleNeverMoved");
  if (principal === null || principal.type === "unknown") return verdict("review", "principalUnknown");
  return judgeByPlan(row, role, principal, judged);
}

/** A row that only the plain list has: it is for a person, unless it is left alone anyway. */
export function judgeWithoutInstance(key: AccessKey, judged: Judged): Verdict {
  return leftAlone(key, judged) ?? unlisted(judged.principal);
}

/** Whoever is left alone whatever they hold, and what the register of exclusions names. */
function leftAlone(key: AccessKey, { context, principal }: Judged): Verdict | null {
  if (context.emergencyAccess.has(key.principalId)) return verdict("exclude", "emergencyAccess");
  if (principal?.appId != null && principal.appId === context.ownAppId) {
    return verdict("exclude", "ownIdentity");
  }
  const exclusion = exclusionOf(context, key);
  return exclusion === null ? null : verdict("exclude", "excluded", exclusionText(exclusion));
}

/** PIM and the directory forget a deleted principal at different times. */
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
  if (!selectsPrincipal(selection, principal, judged.context.selectedMembers))
    return verdict("keep", "principalNotSelected");
  if (!selectsScope(selection, row)) return verdict("keep", "scopeNotSelected");
  for (const rule of strategy.rules ?? []) {
    if (!reaches(rule, principal)) continue;
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

/** Access of groups and applications is taken away only where a rule says that it means them. */
function reaches({ when, then }: StrategyRule, { type }: Principal): boolean {
  return then !== "remove" || type === "user" || when.principalTypes?.some((one) => one === type) === true;
}

function lacking({ name }: StrategyRule, conditions: readonly string[]): string {
  return `${name}: ${conditions.join(", ")}`;
}

/** What cannot be carried out is left, or looked at by a person instead. */
function feasible(
  disposition: Disposition,
  reason: ReasonCode,
  detail: string | null,
  row: AssignmentInstance,
  principal: Principal,
  judged: Judged,
): Verdict {
  if (!isEffective(disposition)) return verdict(disposition, reason, detail);
  const isTwice = (judged.standingCount.get(keyText(row)) ?? 0) > 1;
  if (disposition === "remove") {
    const mayTakeOurs = [mayBeOurs, hasApplicationsIn, isUnread].some((may) =>
      may(principal, judged.context),
    );
    if (mayTakeOurs) return verdict("review", "ownIdentityUnknown");
    return isTwice ? verdict("review", "duplicateRow") : verdict("remove", reason, detail);
  }
  if (principal.type === "servicePrincipal") return verdict("keep", "servicePrincipal");
  if (principal.type === "user" && principal.accountEnabled === false)
    return verdict("review", "accountDisabled");
  if (principal.type === "group" && principal.isAssignableToRole !== true) {
    return verdict("review", "groupNotRoleAssignable");
  }
  if (hasApplicationsIn(principal, judged.context)) return verdict("review", "groupHasApplications");
  if (isTwice) return verdict("review", "duplicateRow");
  const eligibility = judged.eligibilities.get(keyText(row));
  if (eligibility !== undefined && !isAsWanted(eligibility, judged.context.term)) {
    return verdict("review", "eligibilityDiffers");
  }
  return verdict("convert", reason, detail);
}

function hasApplicationsIn({ type, id }: Principal, { membership }: CompileContext): boolean {
  return type === "group" && membership.of([id]).servicePrincipalIds.size > 0;
}

/** A group of which nobody knows who is in it could be how we hold our own access. */
function isUnread({ type, id }: Principal, { membership }: CompileContext): boolean {
  return type === "group" && membership.direct(id) === null;
}

/** Where the product does not know which application it is, it could take its own access away. */
function mayBeOurs({ type, appId }: Principal, { ownAppId }: CompileContext): boolean {
  return type === "servicePrincipal" && (appId === null || ownAppId === null);
}

/** An eligibility that is there already replaces standing access only where neither ends. */
function isAsWanted(eligibility: EligibilityInstance, term: EligibilityTerm): boolean {
  return term.type === "none" && eligibility.endDateTime === null;
}

function verdict(disposition: Disposition, reason: ReasonCode, detail: string | null = null): Verdict {
  return { disposition, reason, detail };
}
