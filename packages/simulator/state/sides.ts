import type { Side } from "./schedule.ts";

/** All sides: the two of directory roles, and the two of groups. */
export const SIDES = [
  "assignment",
  "eligibility",
  "groupAssignment",
  "groupEligibility",
] as const satisfies readonly Side[];

/** The sides of directory roles. */
export type RoleSide = "assignment" | "eligibility";

/** The sides of PIM for Groups. */
export const GROUP_SIDES = ["groupAssignment", "groupEligibility"] as const;

/** One of them. */
export type GroupSide = (typeof GROUP_SIDES)[number];

/** Whether a side is of PIM for Groups. */
export function isOfGroups(side: Side): boolean {
  return side === "groupAssignment" || side === "groupEligibility";
}

/** Whether a side holds what may be activated. */
export function isEligibleSide(side: Side): boolean {
  return side === "eligibility" || side === "groupEligibility";
}

/** The side of what is active, where a side belongs to. */
export function activeSideOf(side: Side): Side {
  return isOfGroups(side) ? "groupAssignment" : "assignment";
}

/** The side of what may be activated, where a side belongs to. */
export function eligibleSideOf(side: Side): Side {
  return isOfGroups(side) ? "groupEligibility" : "eligibility";
}

/** The other of the two that belong together. */
export function otherSideOf(side: Side): Side {
  return isEligibleSide(side) ? activeSideOf(side) : eligibleSideOf(side);
}
