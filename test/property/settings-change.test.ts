import {
  differingRules,
  isRefused,
  muted,
  settingsWrites,
  withRules,
  type RoleRule,
} from "@standdown/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BACK, carryOutSettings, FORWARD, freshWork, type SettingsAdversary } from "./carry-out-settings.ts";
import { ModelPolicy, WRITE_FATES, type WriteFate } from "./model-policy.ts";
import { settings, settingsPair } from "./settings-arbitrary.ts";

const fates = fc.array(fc.constantFrom(...WRITE_FATES), { maxLength: 8 });
const adversary: fc.Arbitrary<SettingsAdversary> = fc.record({
  fates,
  crashEvery: fc.constantFrom(0, 0, 1, 2, 3),
});
const staleMs = fc.constantFrom(0, 0, 1500, 9000);

function same(rules: readonly RoleRule[], other: readonly RoleRule[]): boolean {
  return differingRules(rules, other).length === 0;
}

describe("the settings of a role, whatever the tenant answers, however late it shows, wherever the process dies", () => {
  test("end applied and proved, and never ask for what the service refuses", () => {
    fc.assert(
      fc.property(settingsPair, adversary, staleMs, fc.boolean(), (pair, against, stale, isMuted) => {
        const [before, after] = pair;
        const policy = new ModelPolicy(before, stale);
        const { work } = carryOutSettings(policy, freshWork(before, after), { ...FORWARD, isMuted }, against);
        expect(work).toMatchObject({ state: "applied", isMuted });
        expect(same(policy.rules, isMuted ? muted(after) : after)).toBe(true);
        expect(policy.conflictCount).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  test("are as they were after they were undone", () => {
    fc.assert(
      fc.property(settingsPair, adversary, adversary, staleMs, (pair, there, back, stale) => {
        const [before, after] = pair;
        const policy = new ModelPolicy(before, stale);
        const forward = carryOutSettings(policy, freshWork(before, after), FORWARD, there);
        policy.nowMs += 60_000;
        const { work } = carryOutSettings(policy, { ...forward.work, state: "changing" }, BACK, back);
        expect(work).toMatchObject({ state: "restored", writtenRules: [], isMuted: false, conflicts: [] });
        expect(same(policy.rules, before)).toBe(true);
        expect(policy.conflictCount).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  test("end restored-and-said where the tenant refuses one of the writes", () => {
    fc.assert(
      fc.property(
        settingsPair,
        fc.nat({ max: 1 }),
        fc.constantFrom<WriteFate>("refused", "forbidden"),
        fc.boolean(),
        ([before, after], taken, refusal, isMuted) => {
          const policy = new ModelPolicy(before);
          const writes = settingsWrites(before, isMuted ? muted(after) : after);
          if (writes.length <= taken) return;
          const against = { fates: [...Array<WriteFate>(taken).fill("taken"), refusal], crashEvery: 0 };
          const wants = { ...FORWARD, isMuted };
          const { work, code } = carryOutSettings(policy, freshWork(before, after), wants, against);
          expect(work).toMatchObject({
            state: refusal === "refused" ? "failed" : "quarantined",
            writtenRules: [],
            isMuted: false,
          });
          expect(code).toBe(refusal === "refused" ? "InvalidPolicy" : "Authorization_RequestDenied");
          expect(same(policy.rules, before)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("take the least possible number of writes where nothing goes wrong", () => {
    fc.assert(
      fc.property(settingsPair, ([before, after]) => {
        const policy = new ModelPolicy(before);
        const forward = carryOutSettings(policy, freshWork(before, after), FORWARD);
        expect(policy.sent).toHaveLength(settingsWrites(before, after).length);
        carryOutSettings(policy, { ...forward.work, state: "changing" }, BACK);
        expect(policy.sent).toHaveLength(
          settingsWrites(before, after).length + settingsWrites(after, before).length,
        );
      }),
    );
  });

  test("are muted and unmuted while they are applied, and nothing else of them is touched", () => {
    fc.assert(
      fc.property(settingsPair, adversary, adversary, ([before, after], on, off) => {
        const policy = new ModelPolicy(before);
        const { work } = carryOutSettings(policy, freshWork(before, after), FORWARD);
        const silent = carryOutSettings(policy, work, { ...FORWARD, isMuted: true }, on).work;
        expect(silent).toMatchObject({ state: "applied", isMuted: true, conflicts: [] });
        expect(same(policy.rules, muted(after))).toBe(true);
        const loud = carryOutSettings(policy, silent, FORWARD, off).work;
        expect(loud).toMatchObject({ state: "applied", isMuted: false, writtenRules: work.writtenRules });
        expect(same(policy.rules, after)).toBe(true);
      }),
    );
  });

  test("that somebody else changed are not overwritten: not when they are applied, kept, muted or undone", () => {
    fc.assert(
      fc.property(settingsPair, settings, fc.boolean(), ([before, after], other, isFirst) => {
        const theirs = other.find(
          (rule) => ![before, after, muted(after)].some((some) => differingRules(some, [rule]).length === 0),
        );
        if (theirs === undefined) return;
        const policy = new ModelPolicy(before);
        const start = freshWork(before, after);
        const work = isFirst ? start : carryOutSettings(policy, start, FORWARD).work;
        if (isRefused(withRules(policy.rules, [theirs]))) return;
        policy.changedBy([theirs]);
        const forward = carryOutSettings(policy, work, { ...FORWARD, isMuted: !isFirst });
        expect(forward.work.conflicts.map(({ ruleId }) => ruleId)).toEqual([theirs.id]);
        expect(forward.work.state).toBe(isFirst ? "quarantined" : "applied");
        if (isFirst) expect(policy.sent).toEqual([]);
        const back = carryOutSettings(policy, { ...forward.work, state: "changing" }, BACK);
        expect(same(policy.rules, withRules(policy.rules, [theirs]))).toBe(true);
        const isWritten = work.writtenRules.includes(theirs.id);
        if (isWritten) expect(back.work.state).toBe("quarantined");
        expect(back.work.conflicts.map(({ ruleId }) => ruleId)).toContain(theirs.id);
        expect(policy.conflictCount).toBe(0);
      }),
      { numRuns: 400 },
    );
  });
});
