import type { SealedEntry } from "@standdown/domain";
import type { LedgerWatch } from "./ledger-watch.ts";
import type { StatusStore } from "./ports.ts";

/** What an event stream reads from, and how often it says that it is alive. */
export type EventSource = {
  readonly store: Pick<StatusStore, "readLedger">;
  readonly watch: LedgerWatch;
  readonly heartbeatMs: number;
};

const PAGE_SIZE = 500;
/** How long a client waits before it connects again. */
const RETRY_MS = 2000;

/**
 * The text of a stream of Server-Sent Events: every ledger entry after a position, in order and without a gap,
 * then what is added, until the signal is aborted. It reads no further than its reader takes.
 */
export async function* ledgerEvents(
  rolloutId: string,
  afterPosition: number,
  source: EventSource,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let position = afterPosition;
  yield `retry: ${RETRY_MS}\n\n`;
  while (!signal.aborted) {
    const entries = await source.store.readLedger(rolloutId, { afterPosition: position, limit: PAGE_SIZE });
    if (entries.length > 0) {
      position = entries.at(-1)?.position ?? position;
      yield entries.map(eventText).join("");
      continue;
    }
    const end = await source.watch.waitBeyond(rolloutId, position, { timeoutMs: source.heartbeatMs, signal });
    if (end === "timedOut") yield ": alive\n\n";
  }
}

function eventText(entry: SealedEntry): string {
  return `id: ${entry.position}\nevent: ${entry.fact.kind}\ndata: ${JSON.stringify(entry)}\n\n`;
}
