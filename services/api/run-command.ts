import { randomUUID } from "node:crypto";
import { commandRollout, heldProblems, type Refusal, type RolloutCommand } from "@standdown/domain";
import type { FastifyBaseLogger } from "fastify";
import type { ApiQueue, ApiStore } from "./ports.ts";

/** What a command is carried out with. */
export type CommandParts = {
  readonly store: ApiStore;
  readonly queue: ApiQueue;
  readonly now: () => Date;
};

/** A command, or why there is none any more; asked again each time the rollout was changed meanwhile. */
export type CommandSource = () => Promise<RolloutCommand | Refusal>;

const MAX_TRIES = 5;

/** Decides, saves and wakes the engine. Null: it is saved. */
export async function runCommand(
  rolloutId: string,
  commandNow: CommandSource,
  caller: string,
  parts: CommandParts,
  log: FastifyBaseLogger,
): Promise<Refusal | null> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const rollout = await parts.store.loadRollout(rolloutId);
    if (rollout === null) return { code: "notFound", detail: `there is no rollout ${rolloutId}` };
    const command = await commandNow();
    if ("code" in command) return command;
    const outcome = commandRollout(rollout, command, { caller, now: parts.now(), newId: randomUUID });
    if (!outcome.ok) return outcome.refusal;
    const { change } = outcome;
    const isRetry = change.conversions.some(({ kind }) => kind === "retry");
    const saved = await (isRetry ? parts.store.saveRetry(change) : parts.store.saveRolloutChange(change));
    if (typeof saved === "object") {
      const holders = heldProblems(saved.heldBy).map(({ message }) => message);
      return { code: "stateConflict", detail: holders.join("; ") };
    }
    if (saved === "saved") {
      await wake([{ kind: "advance", rolloutId }], parts.queue, log);
      return null;
    }
  }
  return { code: "changedMeanwhile", detail: `after ${MAX_TRIES} tries` };
}

/** Says that there is work. A queue out of reach costs time only: the sweep finds what is stored. */
export async function wake(
  jobs: Parameters<ApiQueue["add"]>[0],
  queue: ApiQueue,
  log: FastifyBaseLogger,
): Promise<void> {
  try {
    await queue.add(jobs);
  } catch (error) {
    log.warn({ err: error }, "the queue is out of reach; the sweep will find the work");
  }
}
