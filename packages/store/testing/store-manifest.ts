import { randomUUID } from "node:crypto";
import type { Manifest } from "@standdown/domain";
import type { CompilingRollout } from "../compilation/load-compiling.ts";
import type { Store } from "../store.ts";

/** Stores a manifest that is in memory as a compilation does; principals may be in several waves. */
export async function storeManifest(
  store: Store,
  rollout: CompilingRollout,
  manifest: Manifest,
  digest: string,
): Promise<"saved" | "conflict"> {
  const { waves, entries, ...head } = manifest;
  const compilation = { id: randomUUID(), rolloutId: rollout.id, formerRolloutId: null };
  const drafts = [...Map.groupBy(entries, ({ key }) => key.principalId)].map(([principalId, some]) => ({
    principalId,
    mover: null,
    entries: some,
  }));
  if ((await store.saveDrafts(compilation, drafts)) === "conflict") return "conflict";
  return await store.finishCompilation(
    compilation,
    rollout,
    { head, waves, digest },
    new Date().toISOString(),
  );
}
