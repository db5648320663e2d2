import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  advance,
  claimAll,
  claimOne,
  givenRunning,
  givenWorld,
  load,
  refill,
  save,
  tell,
  type World,
} from "../testing/given.ts";
import {
  applySettings,
  claimSettingsOfAll,
  claimSettingsOfOne,
  convertAll,
  CONVERTED,
  ROLE,
  ROLLED_BACK,
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

/** A rollout that has set a role's settings and moved somebody under them in each of two waves. */
async function converted(): Promise<string> {
  const { store } = world;
  const id = await givenRunning(store, {
    waves: [
      { principals: ["ann"], role: ROLE },
      { principals: ["ben"], role: ROLE },
    ],
    settings: [someSettings()],
  });
  await applySettings(store, await claimSettingsOfOne(store));
  await convertAll(store);
  await advance(store, id);
  await convertAll(store);
  await advance(store, id);
  expect((await load(store, id)).state).toBe("completed");
  for (const checked of await claimSettingsOfAll(store)) await saveWork(store, checked, {}, { end: END });
  return id;
}

describe("settings that are undone", () => {
  test("exactly when the last conversion that needs them was rolled back, and the wave waits for it", async () => {
    const { store } = world;
    const id = await converted();
    await tell(store, id, { name: "rollBackWave", wave: "wave-1", reason: "no" });
    await convertAll(store);
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await advance(store, id);
    expect((await load(store, id)).waves[1]?.state).toBe("rolledBack");
    await tell(store, id, { name: "rollBackWave", wave: "wave-0", reason: "no" });
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await convertAll(store);
    expect(await advance(store, id)).toBeNull();
    const held = await claimSettingsOfOne(store);
    expect(held.wants.direction).toBe("back");
    await saveWork(store, held, { state: "restored", writtenRules: [] }, { end: END });
    await advance(store, id);
    expect((await load(store, id)).state).toBe("rolledBack");
  });

  test("a single conversion that was the last one takes them along, also when its rollout has ended", async () => {
    const { store } = world;
    const id = await converted();
    const { items } = await store.listConversions(id, {
      wavePosition: null,
      state: null,
      disposition: null,
      principalId: null,
      cursor: null,
      limit: 10,
    });
    for (const { id: conversionId, wavePosition } of items) {
      expect(await claimSettingsOfAll(store)).toEqual([]);
      await tell(store, id, {
        name: "rollBackConversion",
        conversionId,
        wavePosition,
        state: "converted",
        direction: "forward",
        outcomeCode: null,
        hasBegun: true,
        reason: "no",
      });
      await convertAll(store);
    }
    expect((await claimSettingsOfOne(store)).wants.direction).toBe("back");
  });

  test("what another rollout needs is told to whoever undoes", async () => {
    const { store } = world;
    const id = await converted();
    await givenRunning(store, { waves: [{ principals: ["cid"], role: ROLE }], settings: [someSettings()] });
    await applySettings(store, await claimSettingsOfOne(store));
    await tell(store, id, { name: "rollBack", reason: "no" });
    for (const held of await claimAll(store)) {
      const move = held.conversion.direction === "back" ? ROLLED_BACK : CONVERTED;
      await save(store, held, { move });
    }
    expect((await claimSettingsOfOne(store)).wants).toMatchObject({
      direction: "back",
      neededBy: "some-plan",
    });
  });

  test("settings that were restored are applied again before a later wave moves somebody", async () => {
    const { store } = world;
    const id = await givenRunning(store, {
      waves: [
        { principals: ["ann"], role: ROLE },
        { principals: ["ben"], role: ROLE },
      ],
      settings: [someSettings()],
    });
    await applySettings(store, await claimSettingsOfOne(store));
    await convertAll(store);
    await advance(store, id);
    const move = { to: "failed", direction: "forward", code: "floorReached", detail: null } as const;
    await save(store, await claimOne(store), { move });
    await advance(store, id);
    await tell(store, id, { name: "rollBackWave", wave: "wave-0", reason: "no" });
    await convertAll(store);
    const held = await claimSettingsOfOne(store);
    expect(held.wants.direction).toBe("back");
    await saveWork(store, held, { state: "restored", writtenRules: [] }, { end: END });
    await advance(store, id);
    await tell(store, id, { name: "retryWave", wave: "wave-1", reason: "after all" });
    expect(await refill(store)).toEqual([]);
    const again = await claimSettingsOfOne(store);
    expect(again).toMatchObject({ work: { state: "changing" }, wants: { direction: "forward" } });
    await applySettings(store, again);
    expect(await refill(store)).toHaveLength(1);
  });

  test("a stop skips what was not begun, and lets what is half done be finished", async () => {
    const { store, pool } = world;
    const id = await givenRunning(store, {
      waves: [{ principals: ["ann"], role: ROLE }],
      settings: [someSettings()],
    });
    await tell(store, id, { name: "abort", reason: "no" });
    expect(await settingsRowOf(pool, id)).toMatchObject({ state: "skipped", outcome_code: "aborted" });
    await tell(store, id, { name: "retry", reason: "after all" });
    await advance(store, id);
    const held = await claimSettingsOfOne(store);
    const writtenRules = ["Expiration_EndUser_Assignment"] as const;
    const putOff = { until: new Date(0).toISOString(), reason: "proof", code: null } as const;
    await saveWork(store, held, { writtenRules }, { putOff });
    await tell(store, id, { name: "abort", reason: "no" });
    const stopping = await claimSettingsOfOne(store);
    expect(stopping.wants).toMatchObject({ direction: "forward", isStopping: true });
    expect(await saveWork(store, stopping, {}, { intends: stopping.wants })).toBe("saved");
  });

  test("what was written is undone also where a stop came before it was tried again", async () => {
    const { store, pool } = world;
    const id = await givenRunning(store, {
      waves: [{ principals: ["ann"], role: ROLE }],
      settings: [someSettings()],
    });
    const writtenRules = ["Expiration_EndUser_Assignment"] as const;
    const first = await claimSettingsOfOne(store);
    await saveWork(
      store,
      first,
      { state: "quarantined", writtenRules },
      { end: { code: "C", detail: null } },
    );
    await tell(store, id, { name: "retry", reason: "mended" });
    await tell(store, id, { name: "abort", reason: "no" });
    expect(await settingsRowOf(pool, id)).toMatchObject({ state: "skipped", written_rules: writtenRules });
    await advance(store, id);
    await tell(store, id, { name: "rollBack", reason: "no" });
    expect(await claimSettingsOfOne(store)).toMatchObject({
      work: { writtenRules },
      wants: { direction: "back" },
    });
  });

  test("a check begins no undoing that a hold keeps back", async () => {
    const { store } = world;
    const id = await converted();
    await tell(store, id, { name: "rollBack", reason: "no" });
    await convertAll(store);
    await tell(store, id, { name: "pause", reason: "wait" });
    expect(await store.wantSettingsCheck(id)).toBe(1);
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await tell(store, id, { name: "resume", reason: "go" });
    expect((await claimSettingsOfOne(store)).wants.direction).toBe("back");
  });

  test("an open write is settled under a hold, and begins no undoing that it keeps back", async () => {
    const { store } = world;
    const id = await converted();
    expect(await store.wantSettingsCheck(id)).toBe(1);
    const write = {
      state: "unknown",
      attempt: 1,
      rules: [],
      clientRequestId: "q",
      intendedAt: new Date(0).toISOString(),
      answeredAt: null,
      agreedAt: null,
      problem: null,
    } as const;
    const putOff = { until: new Date(0).toISOString(), reason: "proof", code: null } as const;
    await saveWork(store, await claimSettingsOfOne(store), { write }, { putOff });
    await tell(store, id, { name: "rollBack", reason: "no" });
    await convertAll(store);
    await tell(store, id, { name: "pause", reason: "wait" });
    const held = await claimSettingsOfOne(store);
    expect(held).toMatchObject({ work: { state: "applied" }, wants: { direction: "forward" } });
    await saveWork(store, held, { write: { ...write, state: "proved" } }, { end: END });
    expect(await claimSettingsOfAll(store)).toEqual([]);
    await tell(store, id, { name: "resume", reason: "go" });
    expect((await claimSettingsOfOne(store)).wants.direction).toBe("back");
  });
});
