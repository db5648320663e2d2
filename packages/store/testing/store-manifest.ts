import { randomUUID } from "node:crypto";
import {
  ComplianceRun,
  NO_ROWS,
  type Manifest,
  type ManifestHead,
  type RolloutCompliance,
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
  const { waves, entries, findings, ...head } = manifest;
  const compilation = { id: randomUUID(), rolloutId: rollout.id, formerRolloutId: null };
  const drafts = [...Map.groupBy(entries, ({ key }) => key.principalId)].map(([principalId, some]) => ({
    principalId,
    mover: null,
    entries: some,
  }));
  if ((await store.saveDrafts(compilation, drafts)) === "conflict") return "conflict";
  const compiled = { head, waves, findings, digest, compliance: nothingForetold(head) };
  const saved = await store.finishCompilation(compilation, rollout, compiled, new Date().toISOString());
  if (typeof saved === "object") throw new Error(`held by ${JSON.stringify(saved.heldBy)}`);
  return saved;
}

/** What the checks say of a tenant in which there is nothing. */
export function nothingForetold({ tenantId, inventoryId, emergencyAccess }: ManifestHead): RolloutCompliance {
  const facts = { ...NO_ROWS, id: inventoryId, tenantId, readAt: "2026-11-01T00:00:00.000Z" };
  const report = new ComplianceRun(facts, emergencyAccess.principalIds).conclude();
  return { before: report, after: report };
}
