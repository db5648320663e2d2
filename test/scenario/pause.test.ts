import { allItems, valueOf } from "@standdown/cli";
import { takeInventory } from "@standdown/cli/demo";
import type { LedgerEntryDocument, ProgressDocument } from "@standdown/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  brokenPromises,
  givenStartedRollout,
  untilInTheMiddle,
  untilProgress,
  untilRolloutIs,
  whenPilotIsPromoted,
  type StartedRollout,
} from "../stand/rollout-story.ts";

/** Work that is not held is taken up much sooner than this. */
const OVERDUE_MS = 2000;

let scene: OneProcessScene;
beforeAll(async () => {
  scene = await startOneProcessScene();
});
afterAll(() => scene.close());

test("pause of the rollout, and of one wave, lets nothing begin until it is resumed; then it goes on to its end", async () => {
  const started = await givenStartedRollout(scene);
  const { id } = started;
  await whenPilotIsPromoted(scene, started);

  await untilInTheMiddle(scene, started);
  valueOf(await scene.client.tellRollout(id, "pause", "The helpdesk is overrun."));
  await untilQuiet(started, "pilot");
  await expectNothingHappens(started);
  valueOf(await scene.client.tellRollout(id, "resume", "It is quiet again."));

  await untilProgress(scene, id, "the middle of the last wave", ({ waves }) => isInTheMiddle(waves[2]));
  valueOf(await scene.client.tellWave(id, "broad", "pause", "Only this one."));
  await untilQuiet(started, "broad");
  await expectNothingHappens(started);
  valueOf(await scene.client.tellWave(id, "broad", "resume", "Go on."));

  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
}, 180_000);

type WaveProgress = ProgressDocument["waves"][number];

function isInTheMiddle(wave: WaveProgress | undefined): boolean {
  return wave !== undefined && wave.counts.converting > 0 && wave.counts.pending > 0;
}

/** Held, and everything in the middle waits: for the hold, or overdue for a read that would be followed by a write. */
async function untilQuiet({ id }: StartedRollout, name: string): Promise<void> {
  const progress = await untilProgress(
    scene,
    id,
    `a ${name} wave that is held and quiet`,
    ({ at, waves }) => {
      const wave = waves.find((candidate) => candidate.name === name);
      if (wave === undefined || !wave.isHeld) return false;
      const waiting = Object.entries(wave.waits).filter(
        ([reason, { until }]) => reason === "hold" || Date.parse(until) + OVERDUE_MS < Date.parse(at),
      );
      return waiting.reduce((sum, [, { count }]) => sum + count, 0) === wave.counts.converting;
    },
  );
  expect(progress.holds).toMatchObject([{ reason: "paused", placedBy: "embedded-operator" }]);
  expect(progress.ended).toBeLessThan(progress.total);
}

/**
 * While a whole inventory is read, no conversion takes a step. Another one before it gives what was settled last the
 * time to be told.
 */
async function expectNothingHappens(started: StartedRollout): Promise<void> {
  await takeInventory(scene.client);
  const before = await stepsTaken(started);
  await takeInventory(scene.client);
  expect(await stepsTaken(started)).toEqual(before);
}

async function stepsTaken({ id }: StartedRollout): Promise<readonly LedgerEntryDocument[]> {
  const entries = valueOf(await allItems((page) => scene.client.listLedger(id, page)));
  return entries.filter(({ fact }) => fact.kind === "step.changed");
}
