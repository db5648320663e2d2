import { randomUUID } from "node:crypto";
import {
  ComplianceRun,
  NO_ROWS,
  type ComplianceReport,
  type Manifest,
  type ManifestHead,
} from "@standdown/domain";
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
    { head, waves, digest, compliance: { before: nothingChecked(head), after: nothingChecked(head) } },
    new Date().toISOString(),
  );
}

/** What the checks say of a tenant in which there is nothing. */
function nothingChecked({ tenantId, inventoryId, emergencyAccess }: ManifestHead): ComplianceReport {
  const facts = { ...NO_ROWS, id: inventoryId, tenantId, readAt: "2026-11-01T00:00:00.000Z" };
  return new ComplianceRun(facts, emergencyAccess.principalIds).conclude();
}
