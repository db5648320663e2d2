import { Type, type Static } from "typebox";
import { STRICT } from "./fields.ts";
import type { PlanWave } from "./waves.ts";

/** How many different people must approve, none of them the plan's author; one where the plan does not say. */
export const RolloutApproval = Type.Object({ minimum: Type.Integer({ minimum: 1, maximum: 10 }) }, STRICT);
export type RolloutApproval = Static<typeof RolloutApproval>;

/** What a plan that mutes asks for at least: nobody alone decides that others are not told. */
const MUTING_MINIMUM = 2;

/** True where mails about assignments are muted during any wave. */
export function isMuting({
  waves,
}: {
  readonly waves: readonly Pick<PlanWave, "muteAssignmentMails">[];
}): boolean {
  return waves.some(({ muteAssignmentMails }) => muteAssignmentMails === true);
}

/** How many different people must approve a plan's digest, whatever it says of itself. */
export function approvalMinimumOf(spec: {
  readonly approval?: RolloutApproval;
  readonly waves: readonly Pick<PlanWave, "muteAssignmentMails">[];
}): number {
  return Math.max(spec.approval?.minimum ?? 1, isMuting(spec) ? MUTING_MINIMUM : 1);
}
