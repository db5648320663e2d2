import { setTimeout as delay } from "node:timers/promises";
import type {
  ConversionDocument,
  InventoryDocument,
  ProgressDocument,
  RolloutDocument,
} from "@standdown/contracts";
import { valueOf } from "../client/answer.ts";
import { allItems, type StanddownClient } from "../client/client.ts";
import { readTenant } from "../client/read-tenant.ts";
import { startRollout } from "../client/start-rollout.ts";
import { watchProgress } from "../client/watch-progress.ts";
import type { LiveDisplay } from "../display/live.ts";
import type { Access } from "./role-table.ts";

const ASK_EVERY_MS = 300;

/**
 * Posts a plan as its author and waits until it is compiled: planned, or aborted with its problems. On this inventory,
 * else on a new one.
 */
export async function postPlan(
  client: StanddownClient,
  plan: unknown,
  inventoryId?: string,
): Promise<RolloutDocument> {
  let rollout = valueOf(await client.createRollout(plan, inventoryId === undefined ? {} : { inventoryId }));
  while (rollout.state === "compiling") {
    await delay(ASK_EVERY_MS);
    rollout = valueOf(await client.readRollout(rollout.id));
  }
  return rollout;
}

/** Signs the manifest as somebody else than its author, and starts the rollout as a third. */
export async function approveAndStart(client: StanddownClient, rollout: RolloutDocument): Promise<void> {
  if (rollout.manifestDigest === null) throw new Error(`rollout ${rollout.id} has no manifest`);
  const digest = rollout.manifestDigest;
  const reason = "The preview is what the change says.";
  valueOf(await client.approve(rollout.id, { digest, decision: "approve", reason }));
  const { driftCheck } = await startRollout(client, rollout.id, "The change window is open.");
  if (driftCheck?.state !== "within") throw new Error(`it did not start: ${JSON.stringify(driftCheck)}`);
}

/** Shows a rollout until it has ended, and promotes each wave that waits for an approval. */
export async function followToEnd(
  client: StanddownClient,
  rollout: RolloutDocument,
  display: LiveDisplay,
  signal: AbortSignal,
): Promise<ProgressDocument | null> {
  const promoted = new Set<string>();
  let latest: ProgressDocument | null = null;
  for await (const progress of watchProgress(client, rollout.id, signal)) {
    latest = progress;
    display.show(progress);
    for (const { name, state, approvalsGiven, approvalMinimum } of progress.waves) {
      if (state !== "waiting" || approvalsGiven >= approvalMinimum || promoted.has(name)) continue;
      promoted.add(name);
      const digest = rollout.manifestDigest ?? "";
      const reason = "The people of this wave know about it.";
      valueOf(await client.decideGate(rollout.id, name, { decision: "promote", digest, reason }));
      display.say(`  wave ${name} promoted by its approver`);
    }
  }
  display.end();
  return latest;
}

/** Every conversion of a rollout. */
export async function readConversions(
  client: StanddownClient,
  rolloutId: string,
): Promise<ConversionDocument[]> {
  return valueOf(await allItems((page) => client.listConversions(rolloutId, page)));
}

/**
 * Reads the tenant now.
 * @throws Error with the tenant's own code where it refused.
 */
export async function takeInventory(client: StanddownClient): Promise<InventoryDocument> {
  const inventory = await readTenant(client);
  if (inventory.problem === null) return inventory;
  throw new Error(`${inventory.problem.code}: ${inventory.problem.message}`);
}

/** What an inventory found, all of it. */
export async function readAccess(client: StanddownClient, inventoryId: string): Promise<Access> {
  return {
    assignments: valueOf(await allItems((page) => client.listAssignments(inventoryId, page))),
    eligibilities: valueOf(await allItems((page) => client.listEligibilities(inventoryId, page))),
  };
}
