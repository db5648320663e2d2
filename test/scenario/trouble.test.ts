import { valueOf } from "@standdown/cli";
import { readConversions } from "@standdown/cli/demo";
import type { ConversionDocument } from "@standdown/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  brokenPromises,
  givenStartedRollout,
  untilProgress,
  untilRolloutIs,
  whenPilotIsPromoted,
  type StartedRollout,
} from "../stand/rollout-story.ts";
import { orderFaults, setQuirks, type Fault } from "../stand/trouble.ts";

let scene: OneProcessScene;
beforeEach(async () => {
  scene = await startOneProcessScene();
});
afterEach(() => scene.close());

const WRITE = { method: "POST", pathContains: "ScheduleRequests" };
const READ = { method: "POST", pathContains: "$batch" };
const always = { count: null } as const;

/** Passing trouble of every kind, before and after the change took place. */
const PASSING: readonly Fault[] = [
  { match: WRITE, kind: "429", probability: 0.05, retryAfterSeconds: 1, ...always },
  { match: WRITE, kind: "503", probability: 0.05, ...always },
  { match: WRITE, kind: "500", probability: 0.05, ...always },
  { match: WRITE, kind: "503After", probability: 0.05, ...always },
  { match: WRITE, kind: "504After", probability: 0.1, ...always },
  { match: WRITE, kind: "resetAfter", probability: 0.1, ...always },
  { match: WRITE, kind: "malformedBody", probability: 0.05, ...always },
  { match: READ, kind: "429", probability: 0.01, retryAfterSeconds: 1, ...always },
  { match: READ, kind: "503", probability: 0.05, ...always },
  { match: READ, kind: "reset", probability: 0.05, ...always },
];

test("passing trouble of every kind costs time and nothing else: all is converted, and nobody loses access", async () => {
  const started = await givenStartedRollout(scene);
  await orderFaults(scene.tenant, PASSING);
  await setQuirks(scene.tenant, { staleReads: 300, removeAnswers404: 1 });
  await whenPilotIsPromoted(scene, started);
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
}, 180_000);

test("a refusal for good fails with the tenant's own code before anything is taken away, and holds the rollout", async () => {
  const started = await givenStartedRollout(scene);
  const match = { method: "POST", pathContains: "roleEligibilityScheduleRequests" };
  await orderFaults(scene.tenant, [{ match, kind: "403", ...always }]);
  await whenPilotIsPromoted(scene, started);
  await untilSpentFailureBudget(started);
  const ended = await untilPilotIsAtRest(started);
  expect(ended.length).toBeGreaterThan(0);
  for (const { state, outcomeCode } of ended)
    expect([state, outcomeCode]).toEqual(["quarantined", "Authorization_RequestDenied"]);
  const { assigned } = await scene.tenant.readState();
  for (const { key } of ended) expect(assigned).toContainEqual(expect.objectContaining(key));
  expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
}, 120_000);

test("where the tenant drops the eligible side without a word, standing access is back at once and a person must look", async () => {
  const started = await givenStartedRollout(scene);
  await setQuirks(scene.tenant, { crossSideDropOnRemove: 1 });
  await whenPilotIsPromoted(scene, started);
  await untilSpentFailureBudget(started);
  const ended = await untilPilotIsAtRest(started);
  expect(new Set(ended.map(({ outcomeCode }) => outcomeCode))).toEqual(new Set(["eligibilityLost"]));
  const { assigned } = await scene.tenant.readState();
  for (const { key } of ended) {
    expect(assigned).toContainEqual(expect.objectContaining({ ...key, endDateTime: null }));
  }
}, 120_000);

test("a row that survives its removal is told as such: both sides are there, and a person must look", async () => {
  const started = await givenStartedRollout(scene);
  await setQuirks(scene.tenant, { outsidePimSurvivesRemove: 1 });
  await whenPilotIsPromoted(scene, started);
  await untilSpentFailureBudget(started);
  const [first] = await untilPilotIsAtRest(started);
  expect(first).toMatchObject({ state: "quarantined", outcomeCode: "standingNotRemovable" });
  expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
}, 120_000);

test("what failed is tried again when a person says so, and is converted once the trouble is over", async () => {
  const started = await givenStartedRollout(scene);
  const match = { method: "POST", pathContains: "roleEligibilityScheduleRequests" };
  await orderFaults(scene.tenant, [{ match, kind: "403", count: 1 }]);
  await whenPilotIsPromoted(scene, started);
  await untilSpentFailureBudget(started);
  await untilPilotIsAtRest(started);
  valueOf(await scene.client.tellRollout(started.id, "retry", "The permission was granted."));
  valueOf(await scene.client.tellRollout(started.id, "resume", "The permission was granted."));
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
}, 120_000);

function untilSpentFailureBudget({ id }: StartedRollout) {
  return untilProgress(scene, id, "a spent failure budget", ({ holds }) =>
    holds.some(({ reason }) => reason === "failureBudgetSpent"),
  );
}

/** Waits until nobody works on the first wave: what is in the middle waits for the hold. Answers with what has ended. */
async function untilPilotIsAtRest({ id }: StartedRollout): Promise<ConversionDocument[]> {
  await untilProgress(scene, id, "a first wave at rest", ({ at, counts, waves }) => {
    const waits = Object.values(waves[0]?.waits ?? {}).filter(({ until }) => until < at);
    return counts.queued === 0 && counts.converting === waits.reduce((sum, { count }) => sum + count, 0);
  });
  const conversions = await readConversions(scene.client, id);
  return conversions.filter(({ state }) => state === "quarantined" || state === "failed");
}
