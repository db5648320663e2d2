import type { Job } from "@standdown/domain";
import { expect, test, vi } from "vitest";
import { QueueUnavailable } from "../producer.ts";
import { conversion } from "./jobs.ts";
import { layLine } from "./line.ts";
import { PATIENCE, silentLog, TIMING, type Stand } from "./stand.ts";

/** Well under the bound of a single answer, also on a busy machine. */
const AT_ONCE_MS = 3000;

/** A backend that is gone, silent, or not there yet. */
export function testOutages(stand: Stand): void {
  test("says at once that its backend is gone, and goes on by itself when it is back", async () => {
    const line = await layLine(stand.underTest.url());
    const reached = await stand.underTest.open(line.url, stand.place, TIMING);
    const delivered: Job[] = [];
    const consumer = reached.startConsumer(async (job) => void delivered.push(job), {
      concurrency: 1,
      log: silentLog,
    });
    const [before, refused, after] = [conversion(), conversion(), conversion()];
    await reached.add([before]);
    await vi.waitFor(() => expect(delivered).toEqual([before]), PATIENCE);

    await line.cut();
    const cutAtMs = performance.now();
    await expect(reached.ping()).rejects.toThrow(QueueUnavailable);
    await expect(reached.add([refused])).rejects.toThrow(QueueUnavailable);
    expect(performance.now() - cutAtMs).toBeLessThan(AT_ONCE_MS);
    await stand.queue.add([after]);
    await line.mend();

    const soon = { ...PATIENCE, timeout: 8000 };
    await vi.waitFor(() => reached.ping(), soon);
    // What was refused may have been on its way: it is given up, not taken back.
    const certain = (): Job[] =>
      delivered.filter((job) => job.kind !== "conversion" || job.conversionId !== refused.conversionId);
    await vi.waitFor(() => expect(certain()).toEqual([before, after]), soon);
    await consumer.close();
    await reached.close();
    await line.cut();
  });

  test("says in bounded time that its backend does not answer, and closes in bounded time", async () => {
    const line = await layLine(stand.underTest.url());
    const reached = await stand.underTest.open(line.url, stand.place, TIMING);
    const consumer = reached.startConsumer(async () => {}, {
      concurrency: 1,
      log: silentLog,
      closeBoundMs: 500,
    });
    await reached.ping();
    line.deaden();
    await expect(Promise.all([reached.ping(), reached.add([conversion()])])).rejects.toThrow(
      QueueUnavailable,
    );
    await consumer.close();
    await reached.close();
    await line.cut();
  });

  test("takes up work that was there before its backend could be reached", async () => {
    const line = await layLine(stand.underTest.url());
    const reached = await stand.underTest.open(line.url, stand.place, TIMING);
    await line.cut();
    const job = conversion();
    await stand.queue.add([job]);
    const troubles: string[] = [];
    const delivered: Job[] = [];
    const consumer = reached.startConsumer(async (received) => void delivered.push(received), {
      concurrency: 1,
      log: { ...silentLog, warn: (_fields, message) => troubles.push(message) },
    });
    await vi.waitFor(() => expect(troubles).not.toEqual([]), PATIENCE);
    await line.mend();
    await vi.waitFor(() => expect(delivered).toEqual([job]), PATIENCE);
    await consumer.close();
    await reached.close();
    await line.cut();
  });
}
