import fc from "fast-check";
import { expect } from "vitest";
import {
  afterAnswer,
  decideConversion,
  NOTHING_OBSERVED,
  sideOf,
  type Conversion,
  type ConversionAction,
  type ConversionMove,
  type Observation,
  type Timing,
} from "@standdown/domain";
import { FATES, isOwnKey, type Fate, type ModelTenant } from "./model-tenant.ts";

/** The model's five-minute rule and proof interval. */
export const TIMING: Timing = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };
const ACTIONS_MAX = 3000;

/** What the tenant and the machine do to a conversion. */
export type Adversary = {
  readonly fates: readonly Fate[];
  /** The process is killed before this many actions, again and again: what was not saved is forgotten. */
  readonly crashEvery: number;
  /** After this many writes the tenant drops the side that was not written to, without a word; 0: never. */
  readonly dropAfter: number;
  /** Before this many actions the conversion is told to turn back; 0: never. */
  readonly turnAfter: number;
};

/** Adversaries of any kind that drop nothing and turn nothing. */
export const adversary: fc.Arbitrary<Adversary> = fc.record({
  fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 12 }),
  crashEvery: fc.constantFrom(0, 0, 3, 5, 7),
  dropAfter: fc.constant(0),
  turnAfter: fc.constant(0),
});

/** Everything is taken, nothing dies. */
export const quiet: Adversary = { fates: ["taken"], crashEvery: 0, dropAfter: 0, turnAfter: 0 };

/** Carries a conversion to its end against the model, as the engine does, and answers how it ended. */
export function carryOut(tenant: ModelTenant, start: Conversion, against: Adversary) {
  const { fates, crashEvery, dropAfter, turnAfter } = against;
  let conversion = start;
  let observed: Observation = NOTHING_OBSERVED;
  let moved: ConversionMove | null = null;
  const save = (action: ConversionAction): void => {
    if (!("step" in action) || action.step === null) return;
    const made = action.do === "save" && action.madeScheduleId !== null ? [action.madeScheduleId] : [];
    conversion = {
      ...conversion,
      steps: { ...conversion.steps, [action.step.name]: action.step },
      madeScheduleIds: [...new Set([...conversion.madeScheduleIds, ...made])],
    };
  };
  const perform = (action: ConversionAction): void => {
    switch (action.do) {
      case "readAccess":
        tenant.nowMs += 50;
        observed = { ...observed, access: tenant.read() };
        return;
      case "readHolders":
        observed = { ...observed, holders: [] };
        return;
      case "readRequests":
        observed = { ...observed, requests: tenant.requests(sideOf(action.step)) };
        return;
      case "send": {
        if (action.step.intent === null) throw new Error("sent without an intent");
        save(action);
        expect(isOwnKey(action.step.intent)).toBe(true);
        const fate = fates[tenant.writeCount % (fates.length + 3)] ?? "taken";
        const answer = tenant.submit(action.step.intent, fate);
        if (tenant.writeCount === dropAfter) {
          if (action.step.intent.side === "assignment") tenant.dropEligible();
          else tenant.dropStanding();
        }
        if (crashEvery > 0 && tenant.writeCount % crashEvery === 0) return;
        tenant.nowMs += 100;
        perform(afterAnswer(situation(), action.step, answer));
        return;
      }
      case "save":
        save(action);
        observed = NOTHING_OBSERVED;
        return;
      case "wait":
        save(action);
        expect(Date.parse(action.until)).toBeGreaterThan(tenant.nowMs - 60_000);
        tenant.nowMs = Math.max(tenant.nowMs, Date.parse(action.until)) + 1;
        observed = NOTHING_OBSERVED;
        return;
      case "end":
        save(action);
        moved = action.move;
        return;
    }
  };
  const situation = () => ({
    conversion,
    observed,
    now: tenant.now(),
    timing: TIMING,
    clientRequestId: "id",
  });
  for (let count = 1; count <= ACTIONS_MAX; count += 1) {
    if (crashEvery > 0 && count % crashEvery === 0) observed = NOTHING_OBSERVED;
    if (count === turnAfter) conversion = { ...conversion, direction: "back" };
    perform(decideConversion(situation()));
    if (moved !== null) return { conversion, end: moved as ConversionMove };
  }
  throw new Error("the conversion comes to no end");
}
