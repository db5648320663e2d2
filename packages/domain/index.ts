export * from "./access.ts";
export * from "./build-progress.ts";
export * from "./builtin-roles.ts";
export * from "./command/command.ts";
export * from "./command/command-rollout.ts";
export type { CommandContext, CommandOutcome } from "./command/draft.ts";
export * from "./comparison.ts";
export * from "./compile/compile.ts";
export * from "./compile/compile-context.ts";
export { classify, type AccountFacts, type Known, type PrincipalFacts } from "./compile/classify.ts";
export * from "./compile/dispose.ts";
export { ruleApplies, type RuleAnswer, type RuleSubject } from "./compile/rule-applies.ts";
export * from "./compile/manifest-head.ts";
export * from "./compile/tenant-check.ts";
export * from "./compile/waves.ts";
export {
  COMPLIANCE_CHECKS,
  COMPLIANCE_VERDICTS,
  type ComplianceCheckId,
  type ComplianceResult,
  type ComplianceVerdict,
} from "./compliance/check.ts";
export * from "./compliance/compliance-run.ts";
export type { ComplianceContradiction } from "./compliance/contradictions.ts";
export * from "./conversion.ts";
export * from "./decide.ts";
export type { ConversionAction, Observation, Situation, Timing } from "./decide-conversion/action.ts";
export { NOTHING_OBSERVED } from "./decide-conversion/action.ts";
export { afterAnswer, afterFailedRead } from "./decide-conversion/after-answer.ts";
export { decideConversion } from "./decide-conversion/decide-conversion.ts";
export { sideOf } from "./decide-conversion/request.ts";
export * from "./disposition.ts";
export * from "./duration.ts";
export * from "./evidence.ts";
export * from "./finding.ts";
export * from "./guards/held-by-rollout.ts";
export * from "./hold.ts";
export * from "./inventory.ts";
export * from "./inventory-reading.ts";
export * from "./end-state.ts";
export * from "./inventory-schedule.ts";
export * from "./job.ts";
export * from "./ledger.ts";
export * from "./manifest.ts";
export * from "./outcome.ts";
export { TEXT_PATTERN } from "./plan/fields.ts";
export type { ManualDisposition } from "./plan/dispositions.ts";
export { EXCLUSION_REASONS, type Exclusion, type ExclusionReason } from "./plan/exclusions.ts";
export * from "./plan/plan.ts";
export type { RoleSelector } from "./plan/selection.ts";
export type { RuleCondition, StrategyRule } from "./plan/strategy.ts";
export type { PlanWave } from "./plan/waves.ts";
export * from "./plan/check-plan.ts";
export * from "./plan/plan-references.ts";
export * from "./principal.ts";
export * from "./principal-access.ts";
export * from "./problems.ts";
export * from "./progress.ts";
export * from "./review-event.ts";
export * from "./role-tier.ts";
export * from "./rollout.ts";
export * from "./rollout-change.ts";
export * from "./role-settings.ts";
export * from "./schedule-request.ts";
export * from "./plan/selects.ts";
export * from "./states.ts";
export * from "./step.ts";
export * from "./tenant-problem.ts";
export * from "./tenant-settings.ts";
