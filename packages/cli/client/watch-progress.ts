import { setTimeout as delay } from "node:timers/promises";
import type { ProgressDocument } from "@standdown/contracts";
import { isFinalRollout } from "@standdown/domain";
import { valueOf } from "./answer.ts";
import type { StanddownClient } from "./client.ts";
import { UnreachableError } from "./connection.ts";

const ASK_EVERY_MS = 400;

/**
 * The progress of a rollout, again and again, until it has ended or the signal fires; the last one that is
 * yielded says how it ended. A status service that goes away for a while is waited for.
 * @throws RefusedError where the service refuses; UnreachableError where it can't be reached to begin with.
 */
export async function* watchProgress(
  client: Pick<StanddownClient, "readProgress">,
  rolloutId: string,
  signal: AbortSignal,
): AsyncGenerator<ProgressDocument> {
  let hasAnswered = false;
  while (!signal.aborted) {
    try {
      const progress = valueOf(await client.readProgress(rolloutId));
      hasAnswered = true;
      yield progress;
      if (isFinalRollout(progress.state)) return;
    } catch (error) {
      if (!hasAnswered || !(error instanceof UnreachableError)) throw error;
    }
    await delay(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
