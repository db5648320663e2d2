import type { ConversionMove } from "@standdown/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  claimAll,
  claimOne,
  givenRunning,
  givenWorld,
  refill,
  rowOf,
  save,
  tell,
  TENANT_ID,
  type World,
} from "../testing/given.ts";
import { intended, proved } from "../testing/steps.ts";

let world: World;

beforeEach(async () => {
  world = await givenWorld();
});
afterEach(async () => await world.close());

const QUARANTINED: ConversionMove = {
  to: "quarantined",
  direction: "forward",
  code: "tokenRefused",
  detail: null,
};

test("a retry forgets nothing that was proved or may have been sent", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann"] }] });
  const ann = await claimOne(store);
  const steps = [proved(ann.conversion, "grant"), intended(ann.conversion, "remove")];
  await save(store, ann, { steps, madeScheduleId: "made", move: QUARANTINED });
  await tell(store, rolloutId, { name: "retry", reason: "the secret was renewed" });
  expect(await rowOf(pool, ann.claim.id)).toMatchObject({ state: "pending", has_open_step: true });
  expect((await claimOne(store)).conversion.steps).toMatchObject({
    grant: { state: "proved" },
    remove: { state: "intended", intent: { action: "adminRemove" } },
  });
});

test("after a rescue a retry begins everything again: standing access is there", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann"] }] });
  const ann = await claimOne(store);
  const failed = { ...intended(ann.conversion, "remove"), state: "failed" } as const;
  const steps = [proved(ann.conversion, "grant"), failed, proved(ann.conversion, "restore")];
  await save(store, ann, {
    steps,
    madeScheduleId: "made",
    move: { ...QUARANTINED, code: "eligibilityLost" },
  });
  await tell(store, rolloutId, { name: "retry", reason: "once more" });
  expect(await rowOf(pool, ann.claim.id)).toMatchObject({ state: "pending", has_open_step: false });
  const { steps: again } = (await claimOne(store)).conversion;
  expect(Object.values(again).map(({ state }) => state)).toEqual([
    "pending",
    "pending",
    "pending",
    "pending",
  ]);
});

test("what was skipped after its grant is undone with the others: nothing that was made stays", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, { waves: [{ principals: ["ann"] }] });
  const ann = await claimOne(store);
  const move: ConversionMove = { to: "skipped", direction: "forward", code: "principalGone", detail: null };
  await save(store, ann, { steps: [proved(ann.conversion, "grant")], madeScheduleId: "made", move });
  await tell(store, rolloutId, { name: "rollBack", reason: "wrong people" });
  expect(await rowOf(pool, ann.claim.id)).toMatchObject({ state: "pending", direction: "back" });
});

test("a retry of an undo moves nobody forward who was never begun", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, { waves: [{ concurrencyMax: 1, principals: ["ann", "ben"] }] });
  const ann = await claimOne(store);
  const converted: ConversionMove = { to: "converted", direction: "forward", code: null, detail: null };
  await save(store, ann, {
    steps: [proved(ann.conversion, "grant")],
    madeScheduleId: "made",
    move: converted,
  });
  await tell(store, rolloutId, { name: "abort", reason: "" });
  await tell(store, rolloutId, { name: "rollBack", reason: "" });
  const back = await claimOne(store);
  await save(store, back, { move: { ...QUARANTINED, direction: "back" } });
  await tell(store, rolloutId, { name: "retry", reason: "" });
  expect((await claimAll(store)).map(({ conversion }) => [conversion.id, conversion.direction])).toEqual([
    [ann.claim.id, "back"],
  ]);
  const { rows } = await pool.query("select state, outcome_code from conversions where id <> $1", [
    ann.claim.id,
  ]);
  expect(rows).toEqual([{ state: "skipped", outcome_code: "aborted" }]);
});

test("a tenant that asked to be left alone is left alone by what was given out already", async () => {
  const { store } = world;
  await givenRunning(store, { waves: [{ principals: ["ann", "ben"] }] });
  const [first, second] = await refill(store);
  if (first === undefined || second === undefined) throw new Error("two were not given out");
  const working = await store.claimConversion(first, 60_000);
  if (working === null) throw new Error("the first was not claimed");
  await store.throttleTenant(TENANT_ID, new Date(Date.now() + 60_000));
  expect(await store.claimConversion(second, 60_000)).toBeNull();
  const held = { claim: first, conversion: working };
  expect(await save(store, held, { steps: [intended(working, "grant")], beginsEffect: true })).toBe("held");
});
