import { compileRollout, checkDrift } from "@standdown/engine";
import type { Store } from "@standdown/store";
import { afterEach, expect, test } from "vitest";
import { StoredRollout } from "../stand/stored-rollout.ts";

const PEOPLE = ["ann", "ben", "cid", "dan"];

let rollout: StoredRollout;
afterEach(() => rollout.close());

/** A worker whose database crashes after the first principal was compiled: what is not logged is gone. */
function losing(): ReturnType<StoredRollout["worker"]> {
  const { readAccessPage, saveDrafts } = rollout.store;
  let pageCount = 0;
  const otherwise: Partial<Store> = {
    readAccessPage: (id, page) => readAccessPage(id, { ...page, limit: 1 }),
    saveDrafts: async (...given) => {
      pageCount += 1;
      return pageCount === 1 ? "saved" : await saveDrafts(...given);
    },
  };
  return rollout.worker(otherwise);
}

test("a database that loses a part of a compilation never makes a shorter manifest of it", async () => {
  rollout = await StoredRollout.compiling(PEOPLE);
  await compileRollout(losing(), rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "compiling", manifestDigest: null });
  expect((await rollout.store.findWork()).rolloutIds).toEqual([rollout.id]);
  await compileRollout(rollout.worker(), rollout.id);
  expect(Object.keys(await rollout.waveOf())).toEqual(PEOPLE);
});

test("nor does it look as if somebody had lost access before the start", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  await rollout.startOn(PEOPLE);
  await checkDrift(losing(), rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "approved", driftCheck: { state: "checking" } });
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "running", driftCheck: { state: "within" } });
});
