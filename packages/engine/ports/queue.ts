import type { Job } from "@standdown/domain";

/** Delivery of jobs, at least once, in any order. It may lose everything at any time: the sweep finds it again. */
export interface JobQueue {
  /** Adds jobs; one that is already waiting is not added twice. Throws when the backend is out of reach. */
  add(jobs: readonly Job[]): Promise<void>;
}
