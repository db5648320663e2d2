import { DIFFERENCE_KINDS, type NamedDifference } from "./comparison.ts";
import type { TenantProblem } from "./tenant-problem.ts";

/** What a review tells: a difference, that an inventory failed, or that two were compared, with how many differences. */
export const REVIEW_EVENT_KINDS = [...DIFFERENCE_KINDS, "inventoryFailed", "inventoryCompared"] as const;
/** One of them. */
export type ReviewEventKind = (typeof REVIEW_EVENT_KINDS)[number];

/** Something that a review found. Ids count up; what the kind has not is null. */
export type ReviewEvent = {
  readonly id: string;
  readonly tenantId: string;
  readonly at: string;
  readonly kind: ReviewEventKind;
  readonly inventoryId: string;
  readonly earlierInventoryId: string | null;
  readonly scheduleId: string | null;
  readonly difference: NamedDifference | null;
  readonly differenceCount: number | null;
  readonly problem: TenantProblem | null;
};
