import {
  buildProgress,
  firstBrokenPosition,
  foldCounts,
  withoutDelivery,
  type ConversionCounts,
  type ConversionMove,
  type FoldedCounts,
  type RolloutCommand,
  type SealedEntry,
} from "@standdown/domain";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "../database.ts";
import type { Store } from "../store.ts";
import {
  advance,
  claimAll,
  expireLeases,
  givenRunning,
  givenWorld,
  load,
  save,
  tell,
  type World,
} from "../testing/given.ts";
import { intended, proved } from "../testing/steps.ts";

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

async function sealAll(store: Store): Promise<void> {
  while ((await store.sealLedger(7)) > 0);
}

async function readAll(store: Store, rolloutId: string): Promise<readonly SealedEntry[]> {
  return await store.readLedger(rolloutId, { afterPosition: 0, limit: 100_000 });
}

test("chains have no gap and are whole, however many write and seal at once", async () => {
  const { store } = world;
  const people = Array.from({ length: 40 }, (_, at) => `chain-${at}`);
  const rolloutIds = await Promise.all([
    givenRunning(store, { waves: [{ principals: people }] }),
    givenRunning(store, { waves: [{ principals: people.map((name) => `${name}-b`) }] }),
  ]);
  const held = await claimAll(store);
  const writing = new AbortController();
  const sealer = async (): Promise<void> => {
    while (!writing.signal.aborted) await store.sealLedger(5);
  };
  const sealers = [sealer(), sealer()];
  await Promise.all(
    held.map(async (one) => {
      await save(store, one, { steps: [intended(one.conversion, "grant")] });
      await save(store, one, { steps: [proved(one.conversion, "grant")] });
      await save(store, one, { move: { to: "converted", direction: "forward", code: null, detail: null } });
    }),
  );
  writing.abort();
  await Promise.all(sealers);
  await sealAll(store);
  for (const rolloutId of rolloutIds) {
    const entries = await readAll(store, rolloutId);
    expect(entries.map(({ position }) => position)).toEqual(entries.map((_, at) => at + 1));
    expect(firstBrokenPosition(entries)).toBeNull();
    expect(entries.filter(({ fact }) => fact.kind === "step.changed")).toHaveLength(80);
    expect(await store.readLedger(rolloutId, { afterPosition: 2, limit: 3 })).toEqual(entries.slice(2, 5));
  }
});

test("nothing is sealed while somebody else seals", async () => {
  const { store, pool } = world;
  await givenRunning(store, { waves: [{ principals: ["waiting"] }] });
  const other = await pool.connect();
  await other.query("begin");
  await other.query("select pg_advisory_xact_lock($1)", [ADVISORY_LOCKS.seal]);
  expect(await store.sealLedger(100)).toBe(0);
  await other.query("commit");
  other.release();
  expect(await store.sealLedger(100)).toBeGreaterThan(0);
});

test("an entry that was changed in the database breaks the chain at its place", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, { waves: [{ principals: ["forged"] }] });
  await sealAll(store);
  await pool.query("update ledger set actor = 'somebody' where rollout_id = $1 and position = 2", [
    rolloutId,
  ]);
  expect(firstBrokenPosition(await readAll(store, rolloutId))).toBe(2);
});

type Event =
  | { readonly do: "advance" | "crash" }
  | { readonly do: "work"; readonly outcome: number; readonly isBegun: boolean }
  | { readonly do: "command"; readonly command: RolloutCommand };

const commands: readonly RolloutCommand[] = [
  { name: "pause", reason: "" },
  { name: "resume", reason: "" },
  { name: "abort", reason: "" },
  { name: "retry", reason: "" },
  { name: "rollBack", reason: "" },
  { name: "rollBackWave", wave: "wave-0", reason: "" },
  { name: "retryWave", wave: "wave-1", reason: "" },
];

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: "advance" } as const) },
  { weight: 1, arbitrary: fc.constant({ do: "crash" } as const) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("work" as const), outcome: fc.nat(8), isBegun: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("command" as const), command: fc.constantFrom(...commands) }),
  },
);

/** The ways in which work on a conversion ends; any other number puts it off. */
function endings(direction: "forward" | "back"): readonly ConversionMove[] {
  const done = direction === "forward" ? "converted" : "rolledBack";
  return [
    { to: done, direction, code: null, detail: null },
    { to: done, direction, code: null, detail: null },
    { to: "failed", direction, code: "SomeCode", detail: null },
    { to: "quarantined", direction, code: "gaveUp", detail: null },
    { to: "skipped", direction, code: "aborted", detail: null },
  ];
}

async function happen(store: Store, rolloutId: string, what: Event): Promise<void> {
  if (what.do === "advance") await advance(store, rolloutId);
  if (what.do === "command") await tell(store, rolloutId, what.command).catch(() => undefined);
  if (what.do === "crash") {
    await claimAll(store, 1);
    await expireLeases(world.pool);
    await store.sweepLeases();
  }
  if (what.do === "work") {
    for (const held of await claimAll(store, 2)) {
      const move = endings(held.conversion.direction)[what.outcome] ?? null;
      const steps = what.isBegun ? [intended(held.conversion, "grant")] : [];
      const putOff =
        move === null ? ({ until: new Date(0).toISOString(), reason: "proof", code: null } as const) : null;
      // A command in between finds the conversion in somebody's hands.
      if (what.isBegun) await tell(store, rolloutId, { name: "rollBack", reason: "" }).catch(() => undefined);
      await save(store, held, { steps, move, putOff });
    }
  }
}

test("whatever happens, folding the ledger gives the numbers that counting gives", async () => {
  const { store } = world;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 3, maxLength: 25 }), async (events) => {
      run += 1;
      const names = (wave: number): string[] => ["a", "b", "c"].map((name) => `${run}-${wave}-${name}`);
      const rolloutId = await givenRunning(store, {
        waves: [{ principals: names(0) }, { principals: names(1) }],
      });
      for (const what of events) await happen(store, rolloutId, what);
      await sealAll(store);
      const folded = (await readAll(store, rolloutId)).reduce<FoldedCounts>(foldCounts, new Map());
      const rollout = await load(store, rolloutId);
      const counted = new Map(
        rollout.waves.map(({ position, counts }) => [position, withoutDelivery(counts)]),
      );
      expect(folded).toEqual(counted);
      const progress = buildProgress(rollout, await store.readProgressRows(rolloutId), new Date());
      expect(sumOf(counted)).toBe(progress.total);
    }),
    { numRuns: 40 },
  );
});

function sumOf(counted: ReadonlyMap<number, ConversionCounts>): number {
  return [...counted.values()]
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0);
}
