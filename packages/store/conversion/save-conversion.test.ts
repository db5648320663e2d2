import { freshStep } from "@standdown/domain";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  claimAll,
  claimOne,
  expireLeases,
  givenRunning,
  givenWorld,
  rowOf,
  save,
  tell,
  type Held,
  type World,
} from "../testing/given.ts";
import { intended, proved } from "../testing/steps.ts";

let world: World;
let rolloutId: string;
let held: Held;

beforeEach(async () => {
  world = await givenWorld();
  rolloutId = await givenRunning(world.store, { waves: [{ principals: ["ann"] }] });
  held = await claimOne(world.store);
});
afterEach(async () => await world.close());

const CONVERTED = { to: "converted", direction: "forward", code: null, detail: null } as const;

async function kindsInLedger(): Promise<readonly string[]> {
  const { rows } = await world.pool.query<{ kind: string }>(
    "select fact ->> 'kind' as kind from ledger where conversion_id = $1 order by id",
    [held.claim.id],
  );
  return rows.map(({ kind }) => kind);
}

describe("a save proves its claim", () => {
  test("with an old fence it is lost, and nothing is written", async () => {
    const { store, pool } = world;
    await expireLeases(pool);
    await store.sweepLeases();
    await claimOne(store);
    const before = await rowOf(pool, held.claim.id);
    const change = { steps: [intended(held.conversion, "grant")], move: CONVERTED, madeScheduleId: "made" };
    expect(await save(store, held, change)).toBe("lost");
    expect(await rowOf(pool, held.claim.id)).toEqual(before);
    expect(await kindsInLedger()).toEqual(["conversion.stateChanged"]);
    expect((await store.readConversion(held.claim.id))?.steps).toEqual([]);
  });

  test("after its lease it is lost, although nobody took over", async () => {
    await expireLeases(world.pool);
    expect(await save(world.store, held, { move: CONVERTED })).toBe("lost");
    expect(await rowOf(world.pool, held.claim.id)).toMatchObject({ state: "converting" });
  });

  test("after its own end it is lost", async () => {
    expect(await save(world.store, held, { move: CONVERTED })).toBe("saved");
    expect(await save(world.store, held, { move: CONVERTED })).toBe("lost");
    expect(await kindsInLedger()).toEqual(["conversion.stateChanged", "conversion.stateChanged"]);
  });
});

const begin = async (): Promise<string> =>
  await save(world.store, held, { steps: [intended(held.conversion, "grant")], beginsEffect: true });

describe("a save that begins an effect", () => {
  test("is saved while everything runs", async () => {
    expect(await begin()).toBe("saved");
  });

  test.each([
    ["pause of the rollout", { name: "pause", reason: "" }],
    ["pause of the wave", { name: "pauseWave", wave: "wave-0", reason: "" }],
    ["abort", { name: "abort", reason: "" }],
    ["roll-back of the rollout", { name: "rollBack", reason: "" }],
    ["roll-back of the wave", { name: "rollBackWave", wave: "wave-0", reason: "" }],
  ] as const)("is held after: %s. Nothing is written, and the claim stays", async (_what, command) => {
    await tell(world.store, rolloutId, command);
    expect(await begin()).toBe("held");
    expect((await world.store.readConversion(held.claim.id))?.steps).toEqual([]);
    const putOff = { until: new Date().toISOString(), reason: "hold", code: null } as const;
    expect(await save(world.store, held, { putOff })).toBe("saved");
  });

  test("is held after a hold on everything", async () => {
    await world.pool.query(
      `insert into holds (id, kind, reason, detail, placed_by, placed_at)
       values (gen_random_uuid(), 'everything', 'paused', '', 'bob', now())`,
    );
    expect(await begin()).toBe("held");
  });
});

describe("what is saved", () => {
  test("is the steps, each with its ledger entry, and the claim stays", async () => {
    const { store } = world;
    const grant = proved(held.conversion, "grant");
    const steps = [grant, intended(held.conversion, "remove")];
    expect(await save(store, held, { steps, madeScheduleId: "made-1" })).toBe("saved");
    expect(await save(store, held, { madeScheduleId: "made-1" })).toBe("saved");
    expect((await store.readConversion(held.claim.id))?.steps).toEqual(steps);
    expect(await kindsInLedger()).toEqual(["conversion.stateChanged", "step.changed", "step.changed"]);
    expect(await rowOf(world.pool, held.claim.id)).toMatchObject({
      made_schedule_ids: ["made-1"],
      has_begun: true,
      has_open_step: true,
    });
  });

  test("is a wait, with its end, and it ends the claim", async () => {
    const { store } = world;
    const until = new Date(Date.now() + 5000).toISOString();
    await save(store, held, { putOff: { until, reason: "minimumAge", code: null } });
    expect((await store.readConversion(held.claim.id))?.wait).toEqual({ reason: "minimumAge", until });
    expect(await store.readProgressRows(rolloutId)).toMatchObject([
      { waits: { minimumAge: { count: 1, until, codes: {} } } },
    ]);
    expect(await save(store, held, {})).toBe("lost");
  });

  test("is a wait for trouble, counted by what the tenant said, and forgotten when work goes on", async () => {
    const { store, pool } = world;
    const crowdId = await givenRunning(store, { waves: [{ principals: ["ben", "cat", "dan", "eve"] }] });
    const crowd = await claimAll(store);
    const codes = ["notConnected", "notConnected", "TooManyRequests", null];
    const until = new Date(Date.now() - 1000).toISOString();
    for (const [index, each] of crowd.entries()) {
      const code = codes[index] ?? null;
      await save(store, each, { putOff: { until, reason: "transientProblem", code } });
    }
    expect(await store.readProgressRows(crowdId)).toMatchObject([
      { waits: { transientProblem: { count: 4, until, codes: { notConnected: 2, TooManyRequests: 1 } } } },
    ]);
    expect(await claimAll(store)).toHaveLength(4);
    const { rows } = await pool.query("select 1 from conversions where wait_code is not null");
    expect(rows).toEqual([]);
  });

  test("is an end, with its code", async () => {
    const { store } = world;
    await save(store, held, {
      steps: [{ ...freshStep("grant"), state: "failed", endedAt: new Date().toISOString() }],
      move: { to: "failed", direction: "forward", code: "RoleNotFound", detail: "There is no such role." },
    });
    expect(await store.readConversion(held.claim.id)).toMatchObject({
      state: "failed",
      outcomeCode: "RoleNotFound",
      outcomeDetail: "There is no such role.",
      wait: null,
    });
    expect(await store.readProgressRows(rolloutId)).toMatchObject([
      { outcomes: { RoleNotFound: 1 }, endedLastMinute: 1 },
    ]);
  });
});

describe("who was told to turn back while it was worked on", () => {
  test("turns when it is put off, from where it is", async () => {
    const { store } = world;
    await tell(store, rolloutId, { name: "rollBack", reason: "" });
    const steps = [intended(held.conversion, "grant")];
    await save(store, held, {
      steps,
      putOff: { until: "2099-01-01T00:00:00.000Z", reason: "proof", code: null },
    });
    const again = await claimOne(store);
    expect(again.conversion).toMatchObject({ direction: "back", steps: { grant: { state: "intended" } } });
  });

  test("turns when it has ended, its steps of the way back not begun", async () => {
    const { store } = world;
    await tell(store, rolloutId, { name: "rollBackWave", wave: "wave-0", reason: "" });
    const steps = (["grant", "remove", "restore"] as const).map((name) => proved(held.conversion, name));
    await save(store, held, { steps, move: CONVERTED });
    const again = await claimOne(store);
    expect(again.conversion).toMatchObject({
      direction: "back",
      steps: { grant: { state: "proved" }, remove: { state: "proved" }, restore: { state: "pending" } },
    });
  });

  test("turns when its owner is lost", async () => {
    const { store, pool } = world;
    await tell(store, rolloutId, { name: "rollBack", reason: "" });
    await expireLeases(pool);
    await store.sweepLeases();
    expect((await claimOne(store)).conversion.direction).toBe("back");
  });

  test("stays ended where there is nothing to undo", async () => {
    const { store } = world;
    await tell(store, rolloutId, { name: "rollBack", reason: "" });
    const move = { to: "skipped", direction: "forward", code: "standingGone", detail: null } as const;
    await save(store, held, { move });
    expect(await claimAll(store)).toEqual([]);
    expect(await store.readConversion(held.claim.id)).toMatchObject({
      state: "skipped",
      direction: "forward",
    });
  });
});
