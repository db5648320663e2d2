import {
  CHAIN_START,
  NO_CONVERSIONS,
  sealEntry,
  type LedgerFact,
  type RolloutSnapshot,
  type SealedEntry,
} from "@standdown/domain";
import { createLog, createMetrics } from "@standdown/runtime";
import type { StatusStore } from "./ports.ts";
import { startStatus, type RunningStatus } from "./start-status.ts";

export const ROLLOUT_ID = "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d";

/** A ledger in memory, whose entries can be added and spoiled. */
export class LedgerFake {
  readonly entries: SealedEntry[] = [];
  readCount = 0;
  isReachable = true;

  add(count = 1): void {
    for (let added = 0; added < count; added += 1) {
      const former = this.entries.at(-1)?.hash ?? CHAIN_START;
      const position = this.entries.length + 1;
      const fact: LedgerFact = {
        kind: "hold.lifted",
        holdId: `hold-${position}`,
        scope: { kind: "everything" },
      };
      this.entries.push(
        sealEntry(former, position, {
          rolloutId: ROLLOUT_ID,
          at: "2026-11-23T10:00:00.000Z",
          actor: "somebody",
          wavePosition: null,
          conversionId: null,
          fact,
        }),
      );
    }
  }
}

/** A status service that listens, over a ledger in memory and one rollout that runs. */
export type StatusUnderTest = RunningStatus & {
  readonly ledger: LedgerFake;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
};

export async function startStatusUnderTest(
  timing = { pollMs: 20, heartbeatMs: 10_000 },
): Promise<StatusUnderTest> {
  const ledger = new LedgerFake();
  const store: StatusStore = {
    loadRollout: async (id) => (id === ROLLOUT_ID ? running : null),
    listRollouts: async () => ({ items: [{ id: ROLLOUT_ID }] }),
    readProgressRows: async () => [
      {
        position: 0,
        outcomes: { standingGone: 1 },
        waits: {},
        endedLastMinute: 4,
        firstEndedAt: "2026-01-01T00:00:00.000Z",
      },
    ],
    readLedger: async (_id, { afterPosition, limit }) => {
      ledger.readCount += 1;
      if (!ledger.isReachable) throw new Error("out of reach");
      return ledger.entries.slice(afterPosition, afterPosition + limit);
    },
  };
  const status = await startStatus(
    { host: "127.0.0.1", port: 0 },
    {
      store,
      timing,
      log: createLog({ name: "status", level: "fatal" }),
      authenticate: (token) => (token === "auditor" ? { name: token, roles: ["auditor"] } : null),
      readiness: async () => [],
      metrics: createMetrics("status"),
      now: () => new Date("2026-11-23T10:00:00.000Z"),
    },
  );
  return {
    ...status,
    ledger,
    get: (path, headers = { authorization: "Bearer auditor" }) =>
      fetch(new URL(path, status.url), { headers: { authorization: "Bearer auditor", ...headers } }),
  };
}

const running: RolloutSnapshot = {
  id: ROLLOUT_ID,
  tenantId: "11111111-1111-4111-8111-111111111111",
  name: "remaining-roles",
  state: "running",
  direction: "forward",
  author: "author",
  manifestDigest: "0".repeat(64),
  version: 7,
  approvals: [],
  approvalMinimum: 1,
  driftCheck: null,
  startedAt: null,
  holds: [
    {
      id: "hold-1",
      scope: { kind: "rollout", rolloutId: ROLLOUT_ID },
      reason: "paused",
      detail: "lunch",
      placedBy: "operator",
      placedAt: "2026-11-23T09:59:00.000Z",
    },
  ],
  waves: [
    {
      position: 0,
      name: "pilot",
      state: "running",
      direction: "forward",
      counts: { ...NO_CONVERSIONS, pending: 8, converted: 3, skipped: 1 },
      settings: { open: 1, applied: 2, failed: 0 },
      concurrencyMax: 10,
      failureBudgetCount: 0,
      failuresAccepted: 0,
      soakMs: 0,
      approvalMinimum: 0,
      mutesAssignmentMails: false,
      soakUntil: null,
    },
  ],
};
