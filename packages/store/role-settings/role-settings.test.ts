import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  advance,
  claimOne,
  givenRunning,
  givenWorld,
  load,
  refill,
  save,
  tell,
  type GivenRollout,
  type World,
} from "../testing/given.ts";
import {
  applySettings,
  claimSettingsOfAll,
  claimSettingsOfOne,
  convertAll,
  CONVERTED,
  ROLE,
  saveWork,
  settingsRowOf,
  someSettings,
} from "../testing/settings.ts";

let world: World;

beforeEach(async () => {
  world = await givenWorld();
});
afterEach(async () => await world.close());

const END = { code: null, detail: null };
const ONE: GivenRollout = { waves: [{ principals: ["ann"], role: ROLE }], settings: [someSettings()] };

async function mute(rolloutId: string, position: number): Promise<void> {
  await world.pool.query(
    "update waves set mutes_assignment_mails = true where rollout_id = $1 and position = $2",
    [rolloutId, position],
  );
}

describe("before a role's first conversion", () => {
  test("its settings are given out, and no conversion of it until they are applied", async () => {
    const { store, pool } = world;
    const id = await givenRunning(store, {
      waves: [{ principals: ["ann"], role: ROLE }, { principals: ["ben"] }],
      settings: [someSettings()],
    });
    expect(await refill(store)).toEqual([]);
    const held = await claimSettingsOfOne(store);
    expect(held.wants).toMatchObject({ direction: "forward", isMuted: false, neededBy: null });
    expect(await settingsRowOf(pool, id)).toMatchObject({ state: "changing" });
    expect(await refill(store)).toEqual([]);
    await applySettings(store, held);
    expect(await refill(store)).toHaveLength(1);
    expect(await claimSettingsOfAll(store)).toEqual([]);
  });

  test("a wave waits for settings of roles in which nobody is moved", async () => {
    const { store } = world;
    const id = await givenRunning(store, { waves: [{ principals: [] }], settings: [someSettings()] });
    expect((await load(store, id)).waves[0]).toMatchObject({ state: "running", settings: { open: 1 } });
    await applySettings(store, await claimSettingsOfOne(store));
    expect((await load(store, id)).waves[0]?.settings).toEqual({ open: 0, applied: 1, failed: 0 });
    await advance(store, id);
    expect((await load(store, id)).state).toBe("completed");
  });

  test("settings that could not be proved skip the role's conversions, and nothing else; a retry opens both", async () => {
    const { store } = world;
    const id = await givenRunning(store, {
      waves: [{ principals: ["ann", "ben"], role: ROLE }, { principals: ["cid"] }],
      settings: [someSettings()],
    });
    const held = await claimSettingsOfOne(store);
    await saveWork(store, held, { state: "failed" }, { end: { code: "InvalidPolicy", detail: "no" } });
    expect(await store.skipNotProved(id)).toBe(2);
    expect(await store.skipNotProved(id)).toBe(0);
    await advance(store, id);
    const rollout = await load(store, id);
    expect(rollout.waves.map(({ state }) => state)).toEqual(["incomplete", "running"]);
    expect(rollout.waves[0]?.counts).toMatchObject({ skipped: 2, pending: 0 });
    await convertAll(store);
    await advance(store, id);
    expect((await load(store, id)).state).toBe("incomplete");
    await tell(store, id, { name: "retry", reason: "mended" });
    expect((await load(store, id)).waves[0]?.counts).toMatchObject({ pending: 2 });
    await applySettings(store, await claimSettingsOfOne(store));
    expect(await refill(store)).toHaveLength(2);
  });

  test("a hold keeps new settings back, lets half-done ones be finished, and lets nothing pass that stops everything", async () => {
    const { store, pool } = world;
    const id = await givenRunning(store, ONE);
    await tell(store, id, { name: "pause", reason: "wait" });
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await tell(store, id, { name: "resume", reason: "go" });
    const held = await claimSettingsOfOne(store);
    await tell(store, id, { name: "pause", reason: "wait" });
    const next = { intends: held.wants };
    expect(await saveWork(store, held, {}, next)).toBe("held");
    const writtenRules = ["Expiration_EndUser_Assignment"] as const;
    expect(await saveWork(store, held, { writtenRules })).toBe("saved");
    expect(await saveWork(store, held, { writtenRules }, next)).toBe("saved");
    await pool.query(
      `insert into holds (id, kind, reason, detail, placed_by, placed_at)
       values (gen_random_uuid(), 'everything', 'paused', '', 'x', now())`,
    );
    expect(await saveWork(store, held, { writtenRules }, next)).toBe("held");
  });
});

describe("one in flight", () => {
  test("the settings of a role are worked on for one rollout at a time", async () => {
    const { store } = world;
    await givenRunning(store, ONE);
    await givenRunning(store, { waves: [{ principals: ["ben"], role: ROLE }], settings: [someSettings()] });
    const held = await claimSettingsOfOne(store);
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await applySettings(store, held);
    const second = await claimSettingsOfOne(store);
    expect(second.work.rolloutId).not.toBe(held.work.rolloutId);
  });

  test("a claim is proved in each save, and what is not renewed is given to somebody else", async () => {
    const { store, pool } = world;
    await givenRunning(store, ONE);
    const held = await claimSettingsOfOne(store);
    expect(await store.claimSettings(held.claim, 1000)).toBeNull();
    expect(await store.renewSettings([held.claim], 60_000)).toEqual([held.claim.id]);
    await pool.query("update role_settings_changes set lease_until = now() - interval '1 second'");
    expect(await saveWork(store, held, {})).toBe("lost");
    expect(await store.sweepSettings()).toBe(1);
    const next = await claimSettingsOfOne(store);
    expect(next.work.state).toBe("changing");
    expect(await saveWork(store, held, {})).toBe("lost");
    expect(await store.renewSettings([held.claim], 60_000)).toEqual([]);
    expect(await saveWork(store, next, {})).toBe("saved");
  });

  test("what was put off waits for its time, and is what the next round wakes for", async () => {
    const { store } = world;
    await givenRunning(store, ONE);
    const held = await claimSettingsOfOne(store);
    const until = new Date(Date.now() + 60_000).toISOString();
    await saveWork(store, held, {}, { putOff: { until, reason: "proof", code: null } });
    expect(await claimSettingsOfAll(store)).toEqual([]);
    expect((await store.nextDueAt())?.toISOString()).toBe(until);
    expect((await load(store, held.work.rolloutId)).waves[0]?.settings.open).toBe(1);
  });
});

describe("muted mails", () => {
  test("are muted before a conversion of the wave is given out, and unmuted when they are at rest or held", async () => {
    const { store } = world;
    const id = await givenRunning(store, ONE);
    await mute(id, 0);
    const held = await claimSettingsOfOne(store);
    expect(held.wants.isMuted).toBe(true);
    await saveWork(store, held, { state: "applied" }, { end: END });
    expect(await refill(store)).toEqual([]);
    await applySettings(store, await claimSettingsOfOne(store));
    await tell(store, id, { name: "pause", reason: "wait" });
    const unmuting = await claimSettingsOfOne(store);
    expect(unmuting.wants).toMatchObject({ direction: "forward", isMuted: false });
    expect(await saveWork(store, unmuting, {}, { intends: unmuting.wants })).toBe("saved");
    await saveWork(store, unmuting, { isMuted: false }, { end: END });
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await tell(store, id, { name: "resume", reason: "go" });
    await applySettings(store, await claimSettingsOfOne(store));
    await save(store, await claimOne(store), { move: CONVERTED });
    expect(await advance(store, id)).toBeNull();
    const last = await claimSettingsOfOne(store);
    expect(last.wants.isMuted).toBe(false);
    await saveWork(store, last, { isMuted: false }, { end: END });
    await advance(store, id);
    expect((await load(store, id)).state).toBe("completed");
  });
});

describe("kept in view", () => {
  test("they are not read on and on while their mails are to be switched and nothing may be written", async () => {
    const { store, pool } = world;
    const id = await givenRunning(store, ONE);
    await applySettings(store, await claimSettingsOfOne(store));
    await pool.query("update role_settings_changes set is_muted = true");
    await pool.query(
      `insert into holds (id, kind, reason, detail, placed_by, placed_at)
       values (gen_random_uuid(), 'everything', 'paused', '', 'x', now())`,
    );
    expect(await store.wantSettingsCheck(id)).toBe(1);
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await pool.query("update holds set lifted_by = 'x', lifted_at = now()");
    expect((await claimSettingsOfOne(store)).wants.isMuted).toBe(false);
  });

  test("they are read again at the end of a wave and on demand, and what differs is told once", async () => {
    const { store } = world;
    const id = await givenRunning(store, ONE);
    expect(await store.wantSettingsCheck(id)).toBe(0);
    await applySettings(store, await claimSettingsOfOne(store));
    await convertAll(store);
    await advance(store, id);
    const [found = null] = someSettings().before;
    if (found === null) throw new Error("there are rules");
    const conflicts = [{ ruleId: found.id, expected: found, found }];
    const atEnd = await claimSettingsOfOne(store);
    expect(atEnd.work.state).toBe("applied");
    await saveWork(store, atEnd, { conflicts }, { end: END });
    expect(await store.wantSettingsCheck(id)).toBe(1);
    const onDemand = await claimSettingsOfOne(store);
    await saveWork(store, onDemand, { conflicts }, { end: END });
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await store.sealLedger(1000);
    const { items } = await store.listSettingsChanges(id, {
      wavePosition: null,
      state: "applied",
      cursor: null,
      limit: 10,
    });
    expect(items).toMatchObject([
      { conflicts, pointer: "/spec/roleSettings/assign/0", kept: [], wait: null, outcomeCode: null },
    ]);
    const { rows } = await world.pool.query<{ kind: string }>(
      "select fact ->> 'kind' as kind from ledger where fact ->> 'kind' like 'roleSettings.%' order by id",
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      "roleSettings.stateChanged",
      "roleSettings.stateChanged",
      "roleSettings.checked",
    ]);
  });
});
