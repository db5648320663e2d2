import { randomUUID } from "node:crypto";
import { commandRollout, type ConversionState, type RolloutChange } from "@standdown/domain";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  advance,
  claimAll,
  claimOne,
  givenPlanned,
  givenRunning,
  givenWorld,
  load,
  refill,
  rowOf,
  save,
  tell,
  type Held,
  type World,
} from "../testing/given.ts";
import { intended, proved } from "../testing/steps.ts";

let world: World;

beforeEach(async () => {
  world = await givenWorld();
});
afterEach(async () => await world.close());

async function countsOf(rolloutId: string): Promise<Partial<Record<ConversionState, number>>> {
  const [wave] = (await load(world.store, rolloutId)).waves;
  return Object.fromEntries(Object.entries(wave?.counts ?? {}).filter(([, count]) => count > 0));
}

async function claimNamed(names: readonly string[]): Promise<readonly Held[]> {
  const held = await claimAll(world.store);
  return names.map((name) => {
    const found = held.find(({ conversion }) => conversion.key.principalId === name);
    if (found === undefined) throw new Error(`nobody claimed ${name}`);
    return found;
  });
}

async function end(held: Held | undefined, to: "converted" | "failed" | "quarantined"): Promise<void> {
  if (held === undefined) throw new Error("nothing was claimed");
  const steps = [proved(held.conversion, "grant")];
  const code = to === "converted" ? null : "SomeCode";
  const move = { to, direction: held.conversion.direction, code, detail: null };
  await save(world.store, held, { steps, move, madeScheduleId: `made-${held.claim.id}` });
}

test("of two changes decided from the same version, one is saved and the other leaves no trace", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann"] }] });
  const rollout = await load(store, rolloutId);
  const changes = ["one", "two"].map((reason): RolloutChange => {
    const context = { caller: "bob", now: new Date(), newId: randomUUID };
    const outcome = commandRollout(rollout, { name: "pause", reason }, context);
    if (!outcome.ok) throw new Error(outcome.refusal.detail);
    return outcome.change;
  });
  const saved = await Promise.all(changes.map(async (change) => await store.saveRolloutChange(change)));
  expect(saved.toSorted()).toEqual(["conflict", "saved"]);
  expect((await load(store, rolloutId)).holds).toHaveLength(1);
  const { rows } = await pool.query("select 1 from ledger where fact ->> 'kind' = 'hold.placed'");
  expect(rows).toHaveLength(1);
});

test("what was saved is what is loaded", async () => {
  const { store } = world;
  const rolloutId = await givenPlanned(store, { waves: [{ principals: ["ann", "ben"] }] });
  const digest = (await load(store, rolloutId)).manifestDigest ?? "";
  await tell(store, rolloutId, { name: "approve", digest, decision: "approve", reason: "fine" });
  await tell(store, rolloutId, { name: "pause", reason: "not yet" });
  const rollout = await load(store, rolloutId);
  expect(rollout).toMatchObject({
    state: "approved",
    author: "ada",
    approvals: [{ wavePosition: null, decision: "approve", approver: "bob", digest, reason: "fine" }],
    holds: [{ scope: { kind: "rollout", rolloutId }, reason: "paused", detail: "not yet", placedBy: "bob" }],
    waves: [{ position: 0, name: "wave-0", state: "pending", counts: { pending: 2, converted: 0 } }],
  });
  expect(rollout.approvals[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test("the database itself refuses an approval by the author", async () => {
  const { store } = world;
  const rolloutId = await givenPlanned(store, { waves: [{ principals: ["ann"] }] });
  const { version } = await load(store, rolloutId);
  const at = new Date().toISOString();
  const change: RolloutChange = {
    rolloutId,
    version,
    at,
    actor: "ada",
    rollout: null,
    waves: [],
    approvals: [
      { wavePosition: null, digest: "", decision: "approve", approver: "ada", reason: "", at, isVoid: false },
    ],
    voidsApprovals: false,
    driftCheck: null,
    holdsPlaced: [],
    holdsLifted: [],
    conversions: [],
    entries: [],
  };
  await expect(store.saveRolloutChange(change)).rejects.toThrow("approval_differs_from_author");
  expect((await load(store, rolloutId)).version).toBe(version);
});

test("abort skips what has not begun, and tells what is in the middle to stop", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, {
    waves: [{ concurrencyMax: 3, principals: ["ann", "ben", "cid", "dan"] }],
  });
  const [ann, ben] = await claimNamed(["ann", "ben", "cid"]);
  await end(ann, "converted");
  if (ben === undefined) throw new Error("nothing was claimed");
  await save(store, ben, { putOff: { until: "2099-01-01T00:00:00.000Z", reason: "minimumAge", code: null } });
  await refill(store);
  await tell(store, rolloutId, { name: "abort", reason: "enough" });
  expect(await countsOf(rolloutId)).toEqual({ converted: 1, converting: 2, skipped: 1 });
  const { rows: told } = await pool.query(
    "select fact ->> 'from' as from, fact ->> 'to' as to, fact ->> 'code' as code from ledger where actor = 'bob' and conversion_id is not null",
  );
  expect(told).toEqual([{ from: "pending", to: "skipped", code: "aborted" }]);
  expect(await rowOf(pool, ben.claim.id)).toMatchObject({ is_stopping: true });
  const again = await claimOne(store);
  expect(again.conversion).toMatchObject({ id: ben.claim.id, isStopping: true });
});

describe("roll back", () => {
  test("turns back what has begun and skips what has not", async () => {
    const { store } = world;
    const principals = ["ann", "ben", "cid", "dan", "eve"];
    const rolloutId = await givenRunning(store, { waves: [{ concurrencyMax: 4, principals }] });
    const [ann, ben, cid, dan] = await claimNamed(["ann", "ben", "cid", "dan"]);
    await end(ann, "converted");
    await end(ben, "failed");
    await end(cid, "quarantined");
    if (dan === undefined) throw new Error("nothing was claimed");
    const steps = [intended(dan.conversion, "grant")];
    await save(store, dan, {
      steps,
      putOff: { until: "2099-01-01T00:00:00.000Z", reason: "proof", code: null },
    });
    await tell(store, rolloutId, { name: "rollBack", reason: "wrong people" });
    expect(await countsOf(rolloutId)).toEqual({ pending: 3, converting: 1, skipped: 1 });
    const back = await claimAll(store);
    expect(back.map(({ conversion }) => conversion.direction)).toEqual(["back", "back", "back", "back"]);
    expect(back.find(({ conversion }) => conversion.id === ann?.claim.id)?.conversion).toMatchObject({
      madeScheduleIds: [`made-${ann?.claim.id}`],
      steps: { grant: { state: "proved" }, restore: { state: "pending" } },
    });
  });

  test("of one conversion goes on although its rollout has ended", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const ann = await claimOne(store);
    await end(ann, "converted");
    await advance(store, rolloutId);
    expect((await load(store, rolloutId)).state).toBe("completed");
    await tell(store, rolloutId, {
      name: "rollBackConversion",
      conversionId: ann.claim.id,
      wavePosition: 0,
      state: "converted",
      direction: "forward",
      outcomeCode: null,
      hasBegun: true,
      reason: "needed at night",
    });
    expect((await claimOne(store)).conversion).toMatchObject({ id: ann.claim.id, direction: "back" });
  });

  test("leaves alone what was never begun when it was stopped", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, {
      waves: [{ concurrencyMax: 1, principals: ["ann", "ben"] }],
    });
    await end(await claimOne(store), "converted");
    await tell(store, rolloutId, { name: "abort", reason: "" });
    await tell(store, rolloutId, { name: "rollBack", reason: "" });
    expect(await countsOf(rolloutId)).toEqual({ pending: 1, skipped: 1 });
  });
});

describe("retry", () => {
  test("opens what failed again, its steps to be read anew, with all it has made", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann", "ben"] }] });
    const [ann, ben] = await claimNamed(["ann", "ben"]);
    await end(ann, "converted");
    if (ben === undefined) throw new Error("nothing was claimed");
    const failed = { ...proved(ben.conversion, "grant"), state: "failed", attempt: 10 } as const;
    await save(store, ben, {
      steps: [failed],
      madeScheduleId: "made-ben",
      move: { to: "quarantined", direction: "forward", code: "gaveUp", detail: null },
    });
    await tell(store, rolloutId, { name: "retry", reason: "mended" });
    expect(await countsOf(rolloutId)).toEqual({ converted: 1, pending: 1 });
    expect((await claimOne(store)).conversion).toMatchObject({
      id: ben.claim.id,
      madeScheduleIds: ["made-ben"],
      steps: { grant: { state: "pending", attempt: 1, intent: null, endedAt: null } },
    });
  });

  test("opens what a stop skipped", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann", "ben"] }] });
    await tell(store, rolloutId, { name: "abort", reason: "" });
    await tell(store, rolloutId, { name: "retry", reason: "" });
    await advance(store, rolloutId);
    expect(await countsOf(rolloutId)).toEqual({ pending: 2 });
    expect(await refill(store)).toHaveLength(2);
  });
});
