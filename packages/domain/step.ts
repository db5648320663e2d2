import type { ScheduleRequest } from "./schedule-request.ts";
import type { TenantProblem } from "./tenant-problem.ts";
import type { StepState } from "./states.ts";

/** The effects that a conversion can have on the tenant. Forward: grant, remove. Back: restore, revoke. */
export const STEP_NAMES = ["grant", "remove", "restore", "revoke"] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** What the tenant said to a write: not a proof of anything. */
export type StepAnswer = {
  readonly answeredAt: string;
  /** The id of the request in PIM. */
  readonly scheduleRequestId: string;
  readonly status: string;
  readonly targetScheduleId: string | null;
};

/**
 * One effect on the tenant. What a state does not have is null: `intent` from `intended` on, `answer` when one
 * came, `problem` of the last attempt.
 */
export type Step = {
  readonly name: StepName;
  readonly state: StepState;
  /** How many times the effect was tried; 0 before the first. */
  readonly attempt: number;
  readonly intent: ScheduleRequest | null;
  readonly intendedAt: string | null;
  readonly answer: StepAnswer | null;
  /** When the first of the reads that agree was made; a read that does not agree forgets it. */
  readonly agreedAt: string | null;
  /** What those reads agree on: that the effect is there, or that it is not. */
  readonly agreedOn: "done" | "undone" | null;
  readonly problem: TenantProblem | null;
  readonly endedAt: string | null;
};

/** A step that has not begun. */
export function freshStep(name: StepName): Step {
  return {
    name,
    state: "pending",
    attempt: 0,
    intent: null,
    intendedAt: null,
    answer: null,
    agreedAt: null,
    agreedOn: null,
    problem: null,
    endedAt: null,
  };
}

/** True while a write was, or may have been, sent and has not been proved or given up. */
export function isOpen(step: Step): boolean {
  return step.state === "intended" || step.state === "unknown";
}
