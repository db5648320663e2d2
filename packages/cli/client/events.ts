import type { LedgerEntryDocument } from "@standdown/contracts";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { valueOf } from "./answer.ts";
import { send, UnreachableError } from "./connection.ts";

/** What can happen to a connection that was open. */
export type ConnectionChange = "lost" | "back";

/** Where the events come from, and after which position they begin. */
export type EventsOptions = {
  readonly statusUrl: string;
  readonly rolloutId: string;
  readonly token: string;
  /** The position of the last entry that is known; 0 for everything. */
  readonly afterPosition: number;
  readonly signal: AbortSignal;
  /** Told once when the connection is lost, and once when it is back. */
  readonly onConnection?: (change: ConnectionChange) => void;
};

/**
 * The ledger of a rollout as it grows, entry by entry, until the signal fires. A connection that breaks is opened
 * again after the last entry that came, so none is lost or told twice.
 * @throws RefusedError where the service refuses; UnreachableError where it can't be reached to begin with.
 */
export async function* readEvents(options: EventsOptions): AsyncGenerator<LedgerEntryDocument> {
  let afterPosition = options.afterPosition;
  let hasOpened = false;
  let isLost = false;
  const onOpen = (): void => {
    hasOpened = true;
    if (isLost) options.onConnection?.("back");
    isLost = false;
  };
  const onLost = (): void => {
    if (!isLost) options.onConnection?.("lost");
    isLost = true;
  };
  while (!options.signal.aborted) {
    try {
      for await (const entry of oneConnection({ ...options, afterPosition }, onOpen)) {
        afterPosition = entry.position;
        yield entry;
      }
    } catch (error) {
      if (options.signal.aborted) return;
      if (!hasOpened || !isBroken(error)) throw error;
    }
    if (options.signal.aborted) return;
    onLost();
    await pause(options.signal);
  }
}

const RECONNECT_MS = 1000;

async function* oneConnection(
  options: EventsOptions,
  onOpen: () => void,
): AsyncGenerator<LedgerEntryDocument> {
  const { statusUrl, rolloutId, token, afterPosition, signal } = options;
  const answer = await send(statusUrl, {
    method: "GET",
    path: `/v1/rollouts/${encodeURIComponent(rolloutId)}/events`,
    token,
    headers: { accept: "text/event-stream", "last-event-id": String(afterPosition) },
    signal,
  });
  const { body } = valueOf(answer);
  onOpen();
  if (body === null) return;
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { data } of events) {
    const entry: LedgerEntryDocument = JSON.parse(data);
    yield entry;
  }
}

/** A stream that ends in the middle is a TypeError of fetch; a server that is being started again is unreachable. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError || error instanceof UnreachableError;
}

function pause(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, RECONNECT_MS);
  signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  return promise;
}
