import { setTimeout as delay } from "node:timers/promises";
import type { RolloutDocument } from "@standdown/contracts";
import { valueOf } from "./answer.ts";
import type { StanddownClient } from "./client.ts";

const ASK_EVERY_MS = 300;

/**
 * Starts a rollout and waits until the tenant was compared with what was approved: it runs then, or it does not and its
 * check says why.
 * @throws RefusedError where the service refuses.
 */
export async function startRollout(
  client: Pick<StanddownClient, "tellRollout" | "readRollout">,
  id: string,
  reason: string,
): Promise<RolloutDocument> {
  let rollout = valueOf(await client.tellRollout(id, "start", reason));
  while (rollout.driftCheck?.state === "checking") {
    await delay(ASK_EVERY_MS);
    rollout = valueOf(await client.readRollout(id));
  }
  return rollout;
}
