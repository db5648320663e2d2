import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "../database.ts";
import {
  advance,
  claimAll,
  claimOne,
  expireLeases,
  givenPlanned,
  givenRunning,
  givenWorld,
  LEASE_MS,
  load,
  refill,
  rowOf,
  save,
  tell,
  TENANT_ID,
  type World,
} from "../testing/given.ts";
import { intended } from "../testing/steps.ts";

let world: World;

beforeEach(async () => {
  world = await givenWorld();
});
afterEach(async () => await world.close());

const people = (count: number): string[] => Array.from({ length: count }, (_, at) => `person-${at}`);

describe("the window", () => {
  test("holds no more of a wave than its concurrency, however often it is refilled", async () => {
    const { store } = world;
    await givenRunning(store, { waves: [{ concurrencyMax: 3, principals: people(10) }] });
    expect(await refill(store)).toHaveLength(3);
    expect(await refill(store)).toHaveLength(0);
  });

  test("is refilled by one at a time", async () => {
    const { store, pool } = world;
    await givenRunning(store, { waves: [{ concurrencyMax: 5, principals: people(30) }] });
    const other = await pool.connect();
    await other.query("begin");
    await other.query("select pg_advisory_xact_lock($1)", [ADVISORY_LOCKS.refill]);
    expect(await refill(store)).toEqual([]);
    await other.query("commit");
    other.release();
    const given = await Promise.all(Array.from({ length: 6 }, async () => await refill(store)));
    expect(given.flat()).toHaveLength(5);
  });

  test("holds no more of a wave than its concurrency, forward and back together", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, {
      waves: [{ concurrencyMax: 1, principals: ["ann", "ben"] }],
    });
    const ann = await claimOne(store);
    await save(store, ann, { move: { to: "converted", direction: "forward", code: null, detail: null } });
    await tell(store, rolloutId, {
      name: "rollBackConversion",
      conversionId: ann.claim.id,
      wavePosition: 0,
      state: "converted",
      direction: "forward",
      outcomeCode: null,
      hasBegun: true,
      reason: "",
    });
    expect(await refill(store)).toHaveLength(1);
  });

  test("gives out no more than it is asked for, and waves take turns", async () => {
    const { store } = world;
    const first = await givenRunning(store, { waves: [{ principals: people(20) }] });
    const second = await givenRunning(store, { waves: [{ principals: people(20).map((id) => `${id}-b`) }] });
    await refill(store, 4);
    const inFlight = async (id: string): Promise<number | undefined> =>
      (await load(store, id)).waves[0]?.counts.queued;
    expect([await inFlight(first), await inFlight(second)]).toEqual([2, 2]);
  });

  test("holds one conversion of a principal, over all rollouts of the tenant", async () => {
    const { store } = world;
    await givenRunning(store, { waves: [{ principals: ["ann", "ann", "ben"] }] });
    await givenRunning(store, { waves: [{ principals: ["ann", "ann"] }] });
    const held = await claimAll(store);
    expect(held.map(({ conversion }) => conversion.key.principalId).toSorted()).toEqual(["ann", "ben"]);
  });

  test("fills up although one principal has most of the conversions", async () => {
    const { store } = world;
    const principals = [...Array.from({ length: 50 }, () => "ann"), ...people(4)];
    await givenRunning(store, { waves: [{ concurrencyMax: 5, principals }] });
    expect(await refill(store)).toHaveLength(5);
  });

  test("takes the next conversion of a principal when the one before has ended", async () => {
    const { store } = world;
    await givenRunning(store, { waves: [{ principals: ["ann", "ann"] }] });
    const held = await claimOne(store);
    expect(await refill(store)).toHaveLength(0);
    await save(store, held, { move: { to: "converted", direction: "forward", code: null, detail: null } });
    expect(await refill(store)).toHaveLength(1);
  });

  test("holds nothing of a rollout that was not started", async () => {
    const { store } = world;
    await givenPlanned(store, { waves: [{ principals: people(3) }] });
    expect(await refill(store)).toHaveLength(0);
  });

  test("holds nothing of a wave whose turn has not come", async () => {
    const { store } = world;
    const id = await givenRunning(store, { waves: [{ principals: ["ann"] }, { principals: ["ben"] }] });
    const held = await claimOne(store);
    expect(held.conversion.wavePosition).toBe(0);
    await save(store, held, { move: { to: "converted", direction: "forward", code: null, detail: null } });
    expect(await refill(store)).toHaveLength(0);
    await advance(store, id);
    expect((await claimOne(store)).conversion.wavePosition).toBe(1);
  });

  test("holds nothing of a tenant that asked to be left alone, until then", async () => {
    const { store } = world;
    await givenRunning(store, { waves: [{ principals: people(2) }] });
    const until = new Date(Date.now() + 60_000);
    await store.throttleTenant(TENANT_ID, until);
    await store.throttleTenant(TENANT_ID, new Date());
    expect(await refill(store)).toHaveLength(0);
    expect(await store.refillWindow({ limit: 9, leaseMs: LEASE_MS, now: until })).toHaveLength(2);
  });
});

describe("a claim", () => {
  test("of two at the same time, one wins", async () => {
    const { store } = world;
    await givenRunning(store, { waves: [{ principals: people(20) }] });
    const given = await refill(store);
    const claims = await Promise.all(
      given.flatMap((claim) => [1, 2, 3].map(async () => await store.claimConversion(claim, LEASE_MS))),
    );
    const won = claims.filter((conversion) => conversion !== null);
    expect(won).toHaveLength(20);
    expect(new Set(won.map(({ id }) => id)).size).toBe(20);
  });

  test("carries all that the work needs", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const { conversion } = await claimOne(store);
    expect(conversion).toMatchObject({
      rolloutId,
      tenantId: TENANT_ID,
      wavePosition: 0,
      state: "converting",
      direction: "forward",
      term: { type: "none" },
      justification: "some-plan/wave-0, CHG{wave}1",
      ticketInfo: { ticketNumber: "CHG{wave}1", ticketSystem: "servicenow" },
      emergencyAccess: { principalIds: ["breakglass-1", "breakglass-2"], minimumStanding: 2 },
      beforeImage: { principalName: "ann", endDateTime: null },
      isStopping: false,
      madeScheduleIds: [],
      steps: { grant: { state: "pending" }, revoke: { name: "revoke", attempt: 0 } },
    });
  });

  test("with an old fence gets nothing", async () => {
    const { store, pool } = world;
    await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const [old] = await refill(store);
    await expireLeases(pool);
    await store.sweepLeases();
    const [current] = await refill(store);
    if (old === undefined || current === undefined) throw new Error("nothing was given out");
    expect(current.fence).toBeGreaterThan(old.fence);
    expect(await store.claimConversion(old, LEASE_MS)).toBeNull();
    expect(await store.claimConversion(current, LEASE_MS)).not.toBeNull();
  });

  test("that comes after the lease gets nothing", async () => {
    const { store, pool } = world;
    await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const [claim] = await refill(store);
    await expireLeases(pool);
    expect(await store.claimConversion(claim ?? { id: randomUUID(), fence: 0 }, LEASE_MS)).toBeNull();
  });

  test("under a hold that nobody told the queue of goes back to pending", async () => {
    const { store, pool } = world;
    const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const [claim] = await refill(store);
    if (claim === undefined) throw new Error("nothing was given out");
    await pool.query(
      `insert into holds (id, kind, rollout_id, reason, detail, placed_by, placed_at)
       values ($1, 'rollout', $2, 'paused', '', 'bob', now())`,
      [randomUUID(), rolloutId],
    );
    expect(await store.claimConversion(claim, LEASE_MS)).toBeNull();
    expect(await rowOf(pool, claim.id)).toMatchObject({
      state: "pending",
      lease_until: null,
      is_offered: false,
    });
  });

  test("is kept alive while it is renewed, and only by who holds it", async () => {
    const { store, pool } = world;
    await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const { claim } = await claimOne(store);
    const stranger = { id: claim.id, fence: claim.fence - 1 };
    expect(await store.renewLeases([stranger], LEASE_MS)).toEqual([]);
    expect(await store.renewLeases([claim], LEASE_MS)).toEqual([claim.id]);
    await expireLeases(pool);
    expect(await store.renewLeases([claim], LEASE_MS)).toEqual([]);
  });
});

describe("a lease that ran out", () => {
  test("puts what nobody claimed back, without counting a crash", async () => {
    const { store, pool } = world;
    await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const [claim] = await refill(store);
    await expireLeases(pool);
    expect(await store.sweepLeases()).toBe(1);
    expect(await rowOf(pool, claim?.id ?? "")).toMatchObject({ state: "pending", crash_count: 0 });
  });

  test("leaves what is in the middle there, due at once, and counts the crash", async () => {
    const { store, pool } = world;
    await givenRunning(store, { waves: [{ principals: ["ann"] }] });
    const held = await claimOne(store);
    await save(store, held, { steps: [intended(held.conversion, "grant")] });
    await expireLeases(pool);
    expect(await store.sweepLeases()).toBe(1);
    expect(await rowOf(pool, held.claim.id)).toMatchObject({ state: "converting", crash_count: 1 });
    const again = await claimOne(store);
    expect(again.claim.fence).toBeGreaterThan(held.claim.fence);
    expect(again.conversion.steps.grant.state).toBe("intended");
  });
});

describe("a hold", () => {
  test("turns what was given out and not begun back to pending at once", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, { waves: [{ principals: people(4) }] });
    const given = await refill(store);
    await tell(store, rolloutId, { name: "pause", reason: "lunch" });
    expect((await load(store, rolloutId)).waves[0]?.counts).toMatchObject({ pending: 4, queued: 0 });
    const claims = await Promise.all(
      given.map(async (claim) => await store.claimConversion(claim, LEASE_MS)),
    );
    expect(claims.every((conversion) => conversion === null)).toBe(true);
    expect(await refill(store)).toHaveLength(0);
    await tell(store, rolloutId, { name: "resume", reason: "back" });
    expect(await refill(store)).toHaveLength(4);
  });

  test("keeps back in the middle what has no open write, and lets an open write be settled", async () => {
    const { store } = world;
    const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann", "ben"] }] });
    const [settled, open] = await claimAll(store);
    if (settled === undefined || open === undefined) throw new Error("two conversions were expected");
    const putOff = { until: new Date(0).toISOString(), reason: "hold", code: null } as const;
    await save(store, settled, { putOff });
    await save(store, open, {
      steps: [intended(open.conversion, "grant")],
      putOff: { ...putOff, reason: "proof", code: null },
    });
    await tell(store, rolloutId, { name: "pauseWave", wave: "wave-0", reason: "wait" });
    expect((await refill(store)).map(({ id }) => id)).toEqual([open.claim.id]);
    expect(await store.nextDueAt()).toBeNull();
    await tell(store, rolloutId, { name: "resumeWave", wave: "wave-0", reason: "go" });
    expect((await refill(store)).map(({ id }) => id)).toEqual([settled.claim.id]);
  });
});

test("what was put off is given out when it is due, and not before", async () => {
  const { store } = world;
  await givenRunning(store, { waves: [{ principals: ["ann"] }] });
  const held = await claimOne(store);
  const dueAt = new Date(Date.now() + 60_000);
  await save(store, held, { putOff: { until: dueAt.toISOString(), reason: "minimumAge", code: null } });
  expect(await store.nextDueAt()).toEqual(dueAt);
  expect(await refill(store)).toHaveLength(0);
  expect(await store.refillWindow({ limit: 1, leaseMs: LEASE_MS, now: dueAt })).toHaveLength(1);
});
