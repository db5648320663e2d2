import type { Job } from "@standdown/domain";
import { expect, test, vi } from "vitest";
import { advance, conversion, inventory } from "./jobs.ts";
import { PATIENCE, type Stand } from "./stand.ts";

/** At least once, not twice while it waits, ids only. */
export function testDelivery(stand: Stand): void {
  test("delivers every job that was added, also those of a call larger than one chunk", async () => {
    const jobs = Array.from({ length: 1203 }, () => conversion());
    await stand.queue.add([...jobs, advance(), inventory()]);
    const delivered: Job[] = [];
    stand.consume(async (job) => void delivered.push(job));
    await vi.waitFor(() => expect(delivered).toHaveLength(1205), PATIENCE);
    expect(delivered).toEqual(expect.arrayContaining(jobs));
  });

  test("delivers a job that is added while a consumer waits", async () => {
    const delivered: Job[] = [];
    stand.consume(async (job) => void delivered.push(job));
    const first = conversion();
    await stand.queue.add([first]);
    await vi.waitFor(() => expect(delivered).toEqual([first]), PATIENCE);
    const second = conversion();
    await stand.queue.add([second]);
    await vi.waitFor(() => expect(delivered).toEqual([first, second]), PATIENCE);
  });

  test("does not add a job twice while it waits", async () => {
    const jobs = [conversion(), advance(), inventory()];
    await stand.queue.add([...jobs, ...jobs]);
    await stand.queue.add(jobs);
    const last = conversion();
    await stand.queue.add([last]);
    const delivered: Job[] = [];
    stand.consume(async (job) => void delivered.push(job), { concurrency: 1 });
    await vi.waitFor(() => expect(delivered).toContainEqual(last), PATIENCE);
    expect(delivered).toEqual([...jobs, last]);
  });

  test("takes a conversion with another fence for another job", async () => {
    const job = conversion();
    const later = { ...job, fence: job.fence + 1 };
    await stand.queue.add([job, later]);
    const delivered: Job[] = [];
    stand.consume(async (received) => void delivered.push(received));
    await vi.waitFor(() => expect(delivered).toHaveLength(2), PATIENCE);
    expect(delivered).toEqual(expect.arrayContaining([job, later]));
  });

  test("delivers a job again that is added again after it was done", async () => {
    const jobs = [conversion(), advance(), inventory()];
    const delivered: Job[] = [];
    stand.consume(async (job) => void delivered.push(job));
    for (const times of [1, 2, 3]) {
      await vi.waitFor(async () => {
        await stand.queue.add(jobs);
        expect(delivered.length).toBeGreaterThanOrEqual(times * jobs.length);
      }, PATIENCE);
    }
    for (const job of jobs) expect(delivered).toContainEqual(job);
  });

  test("keeps one more look at a rollout that is asked for while it is being looked at", async () => {
    const [job, last] = [advance(), conversion()];
    const gate = Promise.withResolvers<void>();
    const delivered: Job[] = [];
    stand.consume(
      async (received) => {
        delivered.push(received);
        await gate.promise;
      },
      { concurrency: 1 },
    );
    await stand.queue.add([job]);
    await vi.waitFor(() => expect(delivered).toEqual([job]), PATIENCE);
    await stand.queue.add([job, job]);
    await stand.queue.add([job]);
    gate.resolve();
    await vi.waitFor(() => expect(delivered).toEqual([job, job]), PATIENCE);
    await stand.queue.add([last]);
    await vi.waitFor(() => expect(delivered).toEqual([job, job, last]), PATIENCE);
  });

  test("keeps ids and a fence of a job, and nothing at all once it is done or has failed", async () => {
    const [failing, ...others] = [conversion(), advance(), inventory()];
    await stand.queue.add([failing, ...others]);
    const kept = await stand.underTest.readPayloads(stand.place);
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(expect.arrayContaining([failing, ...others]));
    stand.consume(async (job) => {
      if (job.kind === "conversion") throw new Error("failed on purpose");
    });
    await vi.waitFor(
      async () => expect(await stand.underTest.readPayloads(stand.place)).toEqual([]),
      PATIENCE,
    );
  });
}
