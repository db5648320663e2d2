import { randomUUID } from "node:crypto";
import {
  ComplianceRun,
  NO_ROWS,
  type Manifest,
  type ManifestHead,
  type RolloutCompliance,
  type SettingsEntry,
  type WhatIf,
} from "@standdown/domain";
import type { CompilingRollout } from "../compilation/load-compiling.ts";
import type { Store } from "../store.ts";

/** What a rollout does of which nothing was counted. */
const NO_FORECAST: WhatIf = {
  dispositions: [],
  roles: [],
  waves: [],
  roleSettings: [],
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
  mails: {
    waves: [],
    recipients: [],
    unlistedRecipientCount: 0,
    unknown: {
      groupAssignmentCount: 0,
      administratorGroupCount: 0,
      criticalOnlyRoleCount: 0,
      unreadRoleCount: 0,
    },
  },
};

/** Stores a manifest that is in memory as a compilation does; principals may be in several waves. */
export async function storeManifest(
  store: Store,
  rollout: CompilingRollout,
  manifest: Manifest,
  digest: string,
  settings: readonly SettingsEntry[] = manifest.settings,
): Promise<"saved" | "conflict"> {
  const { waves, entries, findings, settings: _settings, ...head } = manifest;
  const compilation = { id: randomUUID(), rolloutId: rollout.id, formerRolloutId: null };
  const drafts = [...Map.groupBy(entries, ({ key }) => key.principalId)].map(([principalId, some]) => ({
    principalId,
    mover: null,
    entries: some,
  }));
  if ((await store.saveDrafts(compilation, drafts)) === "conflict") return "conflict";
  const compiled = {
    head,
    waves,
    findings,
    settings,
    digest,
    entryCount: entries.length,
    ...nothingForetold(head),
  };
  const saved = await store.finishCompilation(compilation, rollout, compiled, new Date().toISOString());
  if (typeof saved === "object") throw new Error(`held by ${JSON.stringify(saved)}`);
  return saved;
}

/** What is foretold of a tenant in which there is nothing. */
export function nothingForetold({ tenantId, inventoryId, emergencyAccess }: ManifestHead): {
  readonly compliance: RolloutCompliance;
  readonly whatIf: WhatIf;
} {
  const facts = { ...NO_ROWS, id: inventoryId, tenantId, readAt: "2026-11-01T00:00:00.000Z" };
  const report = new ComplianceRun(facts, emergencyAccess.principalIds).conclude();
  return { compliance: { before: report, after: report }, whatIf: NO_FORECAST };
}
