import fc from "fast-check";
import { expect, test } from "vitest";
import {
  CHAIN_START,
  CONVERSION_STATES,
  firstBrokenPosition,
  foldCounts,
  NO_CONVERSIONS,
  sealEntry,
  withoutDelivery,
  type ConversionState,
  type FoldedCounts,
  type LedgerEntry,
  type SealedEntry,
} from "@standdown/domain";

function entry(wavePosition: number | null, fact: LedgerEntry["fact"]): LedgerEntry {
  return {
    rolloutId: "r",
    at: "2026-06-01T00:00:00.000Z",
    actor: "standdown",
    wavePosition,
    conversionId: null,
    fact,
  };
}

/** A rollout of a few waves, and any moves of its conversions; what is queued is moved without a word. */
const history = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
  moves: fc.array(fc.tuple(fc.nat(99), fc.constantFrom(...CONVERSION_STATES)), { maxLength: 60 }),
});

test("the fold over the ledger equals a recount of the conversions", () => {
  fc.assert(
    fc.property(history, ({ sizes, moves }) => {
      const conversions = sizes.flatMap((size, wave) =>
        Array.from({ length: size }, () => ({ wave, state: "pending" as ConversionState })),
      );
      let folded: FoldedCounts = foldCounts(
        new Map(),
        entry(null, {
          kind: "rollout.compiled",
          manifestDigest: "",
          inventoryId: "",
          conversionsByWave: sizes,
        }),
      );
      for (const [at, to] of moves) {
        const conversion = conversions[at % Math.max(1, conversions.length)];
        if (conversion === undefined) continue;
        const { state: from, wave } = conversion;
        conversion.state = to;
        if (to === "queued" || (from === "queued" && to === "pending")) {
          if (from === "pending" || from === "queued") continue;
        }
        folded = foldCounts(
          folded,
          entry(wave, {
            kind: "conversion.stateChanged",
            from,
            to,
            direction: "forward",
            code: null,
            detail: null,
          }),
        );
      }
      for (const [wave, counts] of folded) {
        const recount = { ...NO_CONVERSIONS };
        for (const { state } of conversions.filter((conversion) => conversion.wave === wave))
          recount[state] += 1;
        expect(counts).toEqual(withoutDelivery(recount));
      }
    }),
  );
});

function chain(count: number): SealedEntry[] {
  const entries: SealedEntry[] = [];
  let former = CHAIN_START;
  for (let position = 1; position <= count; position += 1) {
    const detail = `hold ${position}`;
    const scope = { kind: "rollout", rolloutId: "r" } as const;
    const fact = { kind: "hold.placed", holdId: `h${position}`, scope, reason: "paused", detail } as const;
    const sealed = sealEntry(former, position, entry(null, fact));
    former = sealed.hash;
    entries.push(sealed);
  }
  return entries;
}

test("a chain that nobody touched is whole, also when its documents come back with their fields in another order", () => {
  fc.assert(
    fc.property(fc.nat(20), (count) => {
      const entries = chain(count);
      expect(firstBrokenPosition(entries)).toBeNull();
      const turned = entries.map(({ fact, ...rest }) => ({
        ...rest,
        fact: Object.fromEntries(Object.entries(fact).toReversed()),
      }));
      expect(firstBrokenPosition(JSON.parse(JSON.stringify(turned)))).toBeNull();
    }),
  );
});

test("an entry that was changed, left out or put elsewhere breaks the chain at its place", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 20 }),
      fc.nat(),
      fc.constantFrom("change", "drop", "swap" as const),
      (count, some, how) => {
        const entries = chain(count);
        const at = some % (count - 1);
        const touched = [...entries];
        const [one, two] = [entries[at], entries[at + 1]];
        if (one === undefined || two === undefined) throw new Error("the chain is shorter than it was made");
        if (how === "change") touched[at] = { ...one, actor: "somebody" };
        if (how === "drop") touched.splice(at, 1);
        if (how === "swap") touched.splice(at, 2, two, one);
        expect(firstBrokenPosition(touched)).not.toBeNull();
      },
    ),
  );
});
