import type { Job } from "@standdown/domain";

/** How a backend knows that two jobs are the same. */
export type JobIdentity =
  | { readonly jobId: string }
  | { readonly deduplication: { readonly id: string; readonly keepLastIfActive: true } };

/**
 * A conversion under one fence is the same job until it is done, and so are the settings of a role, and the reading of
 * an inventory. "Look at
 * this rollout again" is the same only while it waits: one that comes while the rollout is being looked at may
 * tell of something that this look has already passed by, so it is kept for one more.
 *
 * BullMQ's ids have no colon and are not all digits; the kind in front sees to both.
 */
export function identityOf(job: Job): JobIdentity {
  switch (job.kind) {
    case "conversion":
      return { jobId: `conversion-${job.conversionId}-${job.fence}` };
    case "roleSettings":
      return { jobId: `settings-${job.changeId}-${job.fence}` };
    case "inventory":
      return { jobId: `inventory-${job.inventoryId}` };
    case "advance":
      return { deduplication: { id: `advance-${job.rolloutId}`, keepLastIfActive: true } };
  }
}
