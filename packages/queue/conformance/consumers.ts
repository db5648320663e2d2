import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Job } from "@standdown/domain";
import { expect, test, vi } from "vitest";
import { conversion } from "./jobs.ts";
import { PATIENCE, silentLog, type Stand } from "./stand.ts";

/** Consumers: how many at once, failures, closing, sharing, dying. */
export function testConsumers(stand: Stand): void {
  test("does as many jobs at once as it was told, and no more", async () => {
    const gate = Promise.withResolvers<void>();
    const byFirst: Job[] = [];
    await stand.queue.add(Array.from({ length: 12 }, () => conversion()));
    stand.consume(
      async (job) => {
        byFirst.push(job);
        await gate.promise;
      },
      { concurrency: 4 },
    );
    await vi.waitFor(() => expect(byFirst).toHaveLength(4), PATIENCE);
    const bySecond: Job[] = [];
    stand.consume(async (job) => void bySecond.push(job), { concurrency: 1 });
    await vi.waitFor(() => expect(byFirst.length + bySecond.length).toBe(12), PATIENCE);
    expect(byFirst).toHaveLength(4);
    gate.resolve();
  });

  test("logs a handler that throws, does not try the job again, and goes on with the others", async () => {
    const [failing, ...others] = [conversion(), conversion(), conversion()];
    const delivered: Job[] = [];
    const logged: string[] = [];
    await stand.queue.add([failing, ...others]);
    stand.consume(
      async (job) => {
        delivered.push(job);
        if (delivered.length === 1) throw new Error("failed on purpose");
      },
      { concurrency: 1, log: { ...silentLog, error: (_fields, message) => logged.push(message) } },
    );
    await vi.waitFor(() => expect(delivered).toHaveLength(3), PATIENCE);
    expect(delivered).toEqual([failing, ...others]);
    expect(logged).toHaveLength(1);
  });

  test("shares the jobs between two consumers, each job once", async () => {
    const jobs = Array.from({ length: 40 }, () => conversion());
    const byFirst: Job[] = [];
    const bySecond: Job[] = [];
    const bothAreBusy = Promise.withResolvers<void>();
    const handlerFor = (delivered: Job[]) => async (job: Job) => {
      delivered.push(job);
      if (byFirst.length > 0 && bySecond.length > 0) bothAreBusy.resolve();
      await bothAreBusy.promise;
    };
    stand.consume(handlerFor(byFirst), { concurrency: 2 });
    stand.consume(handlerFor(bySecond), { concurrency: 2 });
    await stand.queue.add(jobs);
    await vi.waitFor(() => expect(byFirst.length + bySecond.length).toBe(40), PATIENCE);
    expect([...byFirst, ...bySecond]).toEqual(expect.arrayContaining(jobs));
  });

  test("tells the handlers when it closes, waits for them, and leaves the rest to others", async () => {
    const [first, second] = [conversion(), conversion()];
    await stand.queue.add([first, second]);
    const begun = Promise.withResolvers<AbortSignal>();
    const gate = Promise.withResolvers<void>();
    const delivered: Job[] = [];
    const consumer = stand.consume(
      async (job, signal) => {
        delivered.push(job);
        begun.resolve(signal);
        await gate.promise;
      },
      { concurrency: 1 },
    );
    const signal = await begun.promise;
    expect(signal.aborted).toBe(false);
    let isClosed = false;
    const closed = consumer.close().then(() => (isClosed = true));
    expect(signal.aborted).toBe(true);
    stand.consume(async (job) => void delivered.push(job));
    await vi.waitFor(() => expect(delivered).toEqual([first, second]), PATIENCE);
    expect(isClosed).toBe(false);
    gate.resolve();
    await closed;
    expect(delivered).toEqual([first, second]);
  });

  test("closes in bounded time when a handler does not end, and gives its job to another", async () => {
    const job = conversion();
    await stand.queue.add([job]);
    const begun = Promise.withResolvers<void>();
    const never = Promise.withResolvers<void>();
    const consumer = stand.consume(
      async () => {
        begun.resolve();
        await never.promise;
      },
      { closeBoundMs: 200 },
    );
    await begun.promise;
    await consumer.close();
    const delivered: Job[] = [];
    stand.consume(async (received) => void delivered.push(received));
    await vi.waitFor(() => expect(delivered).toEqual([job]), PATIENCE);
    never.resolve();
  });

  test("delivers the job of a killed consumer again", async () => {
    const job = conversion();
    await stand.queue.add([job]);
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("./endless-consumer.ts", import.meta.url)),
        stand.underTest.backend,
        stand.underTest.url(),
        stand.place,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(child.stdout, "data");
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    const delivered: Job[] = [];
    stand.consume(async (received) => void delivered.push(received));
    await vi.waitFor(() => expect(delivered).toEqual([job]), PATIENCE);
  });
}
