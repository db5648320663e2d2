import { randomUUID } from "node:crypto";
import type { Manifest, WhatIf } from "@standdown/domain";
import type { CompilingRollout } from "../compilation/load-compiling.ts";
import type { Store } from "../store.ts";

/** What a rollout does of which nothing was counted. */
const NO_FORECAST: WhatIf = {
  dispositions: [],
  roles: [],
  waves: [],
  duration: {
    workMs: 0,
    soakMs: 0,
    totalMs: 0,
    gateCount: 0,
    model: { writeCountMax: 1, perMs: 1, conversionMs: 0, minimumAgeMs: 0 },
  },
  seats: {
    neededCount: 0,
    approverOnlyCount: 0,
    guestCount: 0,
    seatCount: 0,
    missingCount: 0,
    unreadGroupCount: 0,
  },
};

/** Stores a manifest that is in memory as a compilation does; principals may be in several waves. */
export async function storeManifest(
  store: Store,
  rollout: CompilingRollout,
  manifest: Manifest,
  digest: string,
): Promise<"saved" | "conflict"> {
  const { waves, entries, ...head } = manifest;
  const compilation = { id: randomUUID(), rolloutId: rollout.id };
  const drafts = [...Map.groupBy(entries, ({ key }) => key.principalId)].map(([principalId, some]) => ({
    principalId,
    mover: null,
    entries: some,
  }));
  if ((await store.saveDrafts(compilation, drafts)) === "conflict") return "conflict";
  return await store.finishCompilation(
    compilation,
    rollout,
    { head, waves, digest, whatIf: NO_FORECAST },
    new Date().toISOString(),
  );
}
