import { Readable } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import type { FastifyRequest } from "fastify";

/** A slow answer comes in so many pieces. */
const PIECE_COUNT = 8;

/** Ends when the caller has hung up. */
export function untilHungUp(request: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    if (request.raw.socket.destroyed) resolve();
    else request.raw.socket.once("close", () => resolve());
  });
}

/** Ends after this time, or when the caller has hung up. */
export async function pause(request: FastifyRequest, ms: number): Promise<void> {
  const hangUp = new AbortController();
  const close = (): void => hangUp.abort();
  request.raw.socket.once("close", close);
  await after(ms, undefined, { signal: hangUp.signal }).catch(() => undefined);
  request.raw.socket.off("close", close);
}

/** The same text in pieces over this time; the first one comes at once, the last one at its end. */
export function trickle(request: FastifyRequest, text: string, overMs: number): Readable {
  const bytes = Buffer.from(text, "utf8");
  const size = Math.max(1, Math.ceil(bytes.length / PIECE_COUNT));
  const pieces = Math.ceil(bytes.length / size);
  async function* cut(): AsyncGenerator<Buffer> {
    for (let piece = 0; piece < pieces; piece += 1) {
      if (piece > 0) await pause(request, overMs / (pieces - 1));
      yield bytes.subarray(piece * size, (piece + 1) * size);
    }
  }
  return Readable.from(cut(), { objectMode: false });
}
