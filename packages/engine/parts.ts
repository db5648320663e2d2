import type { GuardName, Timing } from "@standdown/domain";
import type { Clock } from "./ports/clock.ts";
import type { JobQueue } from "./ports/queue.ts";
import type { EngineStore } from "./ports/store.ts";
import type { Tenant } from "./ports/tenant.ts";

/** Where the engine says what happened, in structured lines; pino fits. */
export interface EngineLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** All that the engine works with. */
export type EngineParts = {
  readonly store: EngineStore;
  readonly tenant: Tenant;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: EngineLog;
  readonly timing: Timing;
  /** The application that the tenant is spoken to as; null for a managed identity that is not named. */
  readonly ownAppId: string | null;
  /** Which guards watch whenever a plan is compiled: all of them, but where a test shows what one is for. */
  readonly guards?: readonly GuardName[];
  /** A new UUID. */
  readonly newId: () => string;
  /** How long a claim lasts without being renewed. */
  readonly leaseMs: number;
  /** How many conversions are given out at once, at most. */
  readonly windowMax: number;
  /** How often everything is looked at again, at the latest. */
  readonly sweepMs: number;
};
