import { describe, expect, test } from "vitest";
import { ATTEMPTS_MAX } from "../decide-conversion/waiting.ts";
import type { RoleRule } from "../role-settings.ts";
import type { TenantAnswer } from "../tenant-problem.ts";
import { longestActivation, roleRules } from "../../../test/stand/role-rules.ts";
import { BACK, FORWARD, freshWork, TIMING } from "../../../test/property/carry-out-settings.ts";
import { afterFailedSettingsRead, afterSettingsAnswer } from "./after-settings-answer.ts";
import { decideSettings } from "./decide-settings.ts";
import { muted } from "./muted.ts";
import type { FoundSituation, SettingsSituation } from "./settings-action.ts";
import type { SettingsWrite } from "./settings-change.ts";
import { settingsFacts } from "./settings-facts.ts";

const NOW = new Date("2026-06-01T12:00:00.000Z");
const LATER = "2026-06-01T12:00:10.000Z";
const BEFORE = roleRules();
const AFTER = roleRules(longestActivation("PT1H"));
const SHORT = longestActivation("PT1H");
const WORK = freshWork(BEFORE, AFTER);
const WRITE: SettingsWrite = {
  state: "intended",
  attempt: 1,
  rules: [SHORT],
  clientRequestId: "q",
  intendedAt: NOW.toISOString(),
  answeredAt: null,
  agreedAt: null,
  problem: null,
};
const SENT = { ...WORK, write: WRITE, writtenRules: [SHORT.id] };
const APPLIED = {
  ...SENT,
  state: "applied",
  write: { ...WRITE, state: "proved", answeredAt: NOW.toISOString() },
} as const;

function on(rules: readonly RoleRule[], more: Partial<SettingsSituation> = {}): FoundSituation {
  const found = { policyId: "p2", rules, readAt: NOW.toISOString() };
  const situation = { work: WORK, wants: FORWARD, now: NOW, timing: TIMING, clientRequestId: "q" };
  return { ...situation, ...more, found };
}

function refused(verdict: "never" | "ask" | "retry" | "read", status: number): TenantAnswer<null> {
  const problem = { code: "C", verdict, status, message: "No.", advice: "Ask.", retryAfterMs: null };
  return { ok: false, problem: { ...problem, requestId: null, clientRequestId: null } };
}

describe("going forward", () => {
  test("reads first, and writes down exactly the rules that differ before it sends them to the policy that was read", () => {
    expect(decideSettings({ ...on(BEFORE), found: null })).toEqual({ do: "read" });
    expect(decideSettings(on(BEFORE))).toMatchObject({
      do: "send",
      policyId: "p2",
      work: { write: { state: "intended", attempt: 1, rules: [SHORT] }, writtenRules: [SHORT.id] },
    });
  });

  test("believes one read that shows a write, and two that show nothing of it", () => {
    expect(decideSettings(on(AFTER, { work: SENT }))).toMatchObject({
      do: "save",
      work: { write: { state: "proved" } },
    });
    const first = decideSettings(on(BEFORE, { work: SENT }));
    expect(first).toMatchObject({ do: "wait", reason: "proof", work: { agreement: { from: LATER } } });
    if (first.do !== "wait") return;
    const early = decideSettings(on(BEFORE, { work: first.work }));
    expect(early).toMatchObject({ do: "wait", until: LATER });
    const found = { policyId: "p", rules: BEFORE, readAt: LATER };
    const second = decideSettings({ ...on(BEFORE, { work: first.work }), found });
    expect(second).toMatchObject({ do: "save", work: { write: { state: "failed" }, writtenRules: [] } });
    if (second.do !== "save") return;
    expect(decideSettings(on(BEFORE, { work: second.work }))).toMatchObject({
      do: "send",
      work: { write: { attempt: 2 } },
    });
  });

  test("believes that they were as wanted before only after two reads, and wrote nothing then", () => {
    const first = decideSettings(on(AFTER));
    expect(first).toMatchObject({ do: "wait", reason: "proof" });
    if (first.do !== "wait") return;
    const found = { policyId: "p", rules: AFTER, readAt: LATER };
    expect(decideSettings({ ...on(AFTER, { work: first.work }), found })).toMatchObject({
      do: "end",
      code: null,
      work: { state: "applied", writtenRules: [] },
    });
  });

  test("gives up after so many tries, and puts back what was written of it", () => {
    const write = { ...WRITE, state: "pending", attempt: ATTEMPTS_MAX } as const;
    expect(decideSettings(on(BEFORE, { work: { ...WORK, write } }))).toMatchObject({
      do: "end",
      code: "gaveUp",
      work: { state: "quarantined" },
    });
    const half = { ...WORK, write, writtenRules: ["Enablement_EndUser_Assignment"] as const };
    expect(decideSettings(on(BEFORE, { work: half }))).toMatchObject({
      do: "save",
      work: { givenUp: { state: "quarantined", code: "gaveUp" } },
    });
  });

  test("that was stopped begins nothing, and finishes what it began", () => {
    const wants = { ...FORWARD, isStopping: true };
    expect(decideSettings(on(BEFORE, { wants }))).toMatchObject({
      do: "end",
      code: "aborted",
      work: { state: "skipped" },
    });
    const half = { ...WORK, writtenRules: ["Enablement_EndUser_Assignment"] as const };
    expect(decideSettings(on(BEFORE, { wants, work: half }))).toMatchObject({ do: "send" });
  });
});

describe("what the tenant answers", () => {
  const sent = on(BEFORE, { work: SENT });

  test.each([
    ["never", 400, "failed"],
    ["ask", 403, "quarantined"],
  ] as const)("%s, before anything was written: ended as %s", (verdict, status, state) => {
    expect(afterSettingsAnswer(sent, refused(verdict, status))).toMatchObject({
      do: "end",
      code: "C",
      work: { state, writtenRules: [], write: { state: "failed", problem: { status } } },
    });
  });

  test("an answer proves nothing, no answer even less, and trouble that passes is waited for", () => {
    expect(afterSettingsAnswer(sent, { ok: true, value: null, requestId: null })).toMatchObject({
      do: "save",
      work: { state: "changing", write: { state: "intended", answeredAt: NOW.toISOString() } },
    });
    expect(afterSettingsAnswer(sent, refused("read", 503))).toMatchObject({
      do: "save",
      work: { write: { state: "unknown" } },
    });
    expect(afterSettingsAnswer(sent, refused("retry", 429))).toMatchObject({
      do: "wait",
      reason: "throttled",
      work: { write: { state: "pending" }, writtenRules: [] },
    });
  });

  test("a read that a person must make possible ends what is changing, and not what is applied", () => {
    const answer = refused("ask", 403);
    if (answer.ok) throw new Error("it is a refusal");
    const { problem } = answer;
    expect(afterFailedSettingsRead(on(BEFORE), problem)).toMatchObject({
      do: "end",
      work: { state: "quarantined" },
    });
    expect(afterFailedSettingsRead(on(BEFORE, { work: APPLIED }), problem)).toMatchObject({ do: "wait" });
    const givenUp = { state: "failed", code: "C", detail: null } as const;
    expect(afterFailedSettingsRead(on(BEFORE, { work: { ...SENT, givenUp } }), problem)).toMatchObject({
      do: "end",
      work: { state: "quarantined", givenUp: null, writtenRules: [SHORT.id] },
    });
  });
});

describe("kept and undone", () => {
  const mailsOff = muted(AFTER);

  test("mails that somebody else muted, or unmuted, are told and left", () => {
    for (const [isMuted, rules] of [
      [false, mailsOff],
      [true, AFTER],
    ] as const) {
      const wants = { ...FORWARD, isMuted };
      const first = decideSettings(on(rules, { work: { ...APPLIED, isMuted }, wants }));
      expect(first).toMatchObject({ do: "wait", reason: "proof" });
    }
  });

  test("mails that were off before and are on in the plan stay muted by us until a write has switched them on", () => {
    const work = { ...APPLIED, before: mailsOff, isMuted: true };
    const sent = decideSettings(on(mailsOff, { work }));
    if (sent.do !== "send") throw new Error(`${sent.do} is no write`);
    const later = on(mailsOff, { work: sent.work });
    expect(afterSettingsAnswer(later, refused("retry", 429))).toMatchObject({
      do: "wait",
      work: { isMuted: true },
    });
  });

  test("what another rollout needs is only unmuted, and a person is told", () => {
    const work = { ...APPLIED, state: "changing", isMuted: true } as const;
    const wants = { ...BACK, neededBy: "the-other" };
    const action = decideSettings(on(mailsOff, { work, wants }));
    expect(action).toMatchObject({ do: "send" });
    if (action.do !== "send") return;
    expect(action.work.write?.rules.every(({ kind }) => kind === "notification")).toBe(true);
  });

  test("what was put back beside what others changed never turns both ways of showing who it is on", () => {
    const context = {
      kind: "authenticationContext",
      id: "AuthenticationContext_EndUser_Assignment",
    } as const;
    const off: RoleRule = { ...context, isEnabled: false, claimValue: null };
    const noMfa: RoleRule = {
      kind: "enablement",
      id: "Enablement_EndUser_Assignment",
      enabledRules: ["Justification"],
    };
    const work = {
      ...freshWork(roleRules(off), roleRules(off, noMfa)),
      writtenRules: [noMfa.id],
      write: { ...WRITE, state: "proved" },
    } as const;
    const theirs = roleRules(noMfa, { ...context, isEnabled: true, claimValue: "c9" });
    const first = decideSettings(on(theirs, { work, wants: BACK }));
    expect(first).toMatchObject({ do: "wait", reason: "proof" });
    if (first.do !== "wait") return;
    const found = { policyId: "p", rules: theirs, readAt: LATER };
    expect(decideSettings({ ...on(theirs, { work: first.work, wants: BACK }), found })).toMatchObject({
      do: "end",
      code: "settingsChangedMeanwhile",
      work: {
        state: "quarantined",
        writtenRules: [noMfa.id],
        conflicts: [{ ruleId: noMfa.id }, { ruleId: context.id }],
      },
    });
  });
});

test("the ledger is told each step of a write once, and conflicts only when they are other ones", () => {
  expect(settingsFacts(WORK, SENT, null)).toMatchObject([
    { kind: "roleSettings.writeChanged", write: { state: "intended" } },
  ]);
  const agreed = { ...SENT, write: { ...WRITE, agreedAt: NOW.toISOString() } };
  expect(settingsFacts(SENT, agreed, null)).toEqual([]);
  const [rule = SHORT] = BEFORE;
  const conflicts = [{ ruleId: rule.id, expected: rule, found: rule }];
  expect(settingsFacts(APPLIED, { ...APPLIED, conflicts }, { code: null, detail: null })).toMatchObject([
    { kind: "roleSettings.checked", conflicts },
  ]);
  const known = { ...APPLIED, conflicts };
  expect(settingsFacts(known, { ...known, conflicts: [...conflicts] }, { code: null, detail: null })).toEqual(
    [],
  );
});
