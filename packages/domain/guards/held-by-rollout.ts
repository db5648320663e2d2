import type { DocumentProblem } from "../problems.ts";

/** Access that another rollout of the tenant, which has not ended, moves already. `count` is of principals and roles. */
export type HeldAccess = {
  readonly rolloutId: string;
  readonly rolloutName: string;
  readonly count: number;
};

/** Two rollouts over the same principal and role would undo each other's proofs: the second one is refused. */
export function heldProblems(held: readonly HeldAccess[]): readonly DocumentProblem[] {
  return held.map(({ rolloutId, rolloutName, count }) => ({
    pointer: "/spec/selection",
    code: "heldByRollout",
    message: `rollout ${rolloutName} (${rolloutId}) has not ended and moves ${count} of the same principals in the same roles: wait for it, abort it, or leave them out`,
  }));
}
