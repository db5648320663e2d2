import { compilePlan, manifestDigest } from "@standdown/domain";
import type { EngineParts } from "./parts.ts";
import type { CompileFailure } from "./ports/store.ts";

/** Compiles a rollout as soon as its inventory is there: it becomes `planned`, or `aborted` with every reason. */
export async function compileRollout(parts: EngineParts, rolloutId: string): Promise<void> {
  const { store, clock, log } = parts;
  const rollout = await store.loadCompiling(rolloutId);
  if (rollout === null || rollout.inventory.state === "reading") return;
  const at = clock.now().toISOString();
  const fail = async (failure: CompileFailure): Promise<void> => {
    await store.failCompiling(rollout, failure, at);
    log.warn({ rolloutId, failure }, "rollout could not be compiled");
  };
  if (rollout.inventory.state === "failed") {
    const { code, message, advice } = rollout.inventory.problem;
    await fail({
      reason: "inventoryFailed",
      problems: [{ pointer: "", code, message: `${message} ${advice}` }],
    });
    return;
  }
  const inventory = await store.loadInventory(rollout.inventoryId);
  if (inventory === null) throw new Error(`inventory ${rollout.inventoryId} is completed and not there`);
  const compiled = compilePlan({ plan: rollout.plan, inventory, now: clock.now(), former: null });
  if (!compiled.ok) {
    await fail({ reason: "planInvalid", problems: compiled.problems });
    return;
  }
  const digest = manifestDigest(compiled.manifest);
  await store.saveManifest(rollout, compiled.manifest, digest, at);
  log.info({ rolloutId, digest }, "rollout compiled");
}
