import { after, nextTry } from "../decide-conversion/waiting.ts";
import type { TenantAnswer, TenantProblem } from "../tenant-problem.ts";
import { wait, type FoundSituation, type SettingsAction, type SettingsSituation } from "./settings-action.ts";
import { giveUp } from "./settings-end.ts";
import { showsMuted, withoutWritten } from "./settings-targets.ts";
import { isWriteOpen, type SettingsWork } from "./settings-work.ts";

/** How long what can wait is put off when the tenant can't be read, in proof intervals: five minutes by default. */
const PATIENCE_INTERVALS = 30;

/**
 * What the tenant's answer to a write means: nothing is believed done, and only a refusal is believed not done. `work`
 * in the situation is what was written down before it was sent, `found` what was read before that.
 */
export function afterSettingsAnswer(here: FoundSituation, answered: TenantAnswer<unknown>): SettingsAction {
  const { work, found, now, timing } = here;
  const { write } = work;
  if (write === null) throw new Error(`nothing was sent for settings ${work.id}`);
  const answeredAt = now.toISOString();
  if (answered.ok) return { do: "save", work: { ...work, write: { ...write, answeredAt } } };
  const { problem } = answered;
  const ended = (state: "pending" | "failed"): SettingsWork => ({
    ...work,
    writtenRules: withoutWritten(work, write.rules, found.rules),
    isMuted: work.isMuted && showsMuted(work, found.rules),
    write: { ...write, state, problem },
  });
  switch (problem.verdict) {
    case "read": {
      const unknown: SettingsWork = { ...work, write: { ...write, state: "unknown", problem } };
      if (problem.retryAfterMs === null) return { do: "save", work: unknown };
      return wait(unknown, after(now, problem.retryAfterMs), "throttled", problem.code);
    }
    case "retry":
    case "retryAfter": {
      const until =
        problem.retryAfterMs === null
          ? nextTry(work.id, write.attempt, now, timing)
          : after(now, problem.retryAfterMs);
      return wait(ended("pending"), until, reasonOf(problem), problem.code);
    }
    case "never":
    case "ask": {
      const state = problem.verdict === "never" ? "failed" : "quarantined";
      const detail = `${problem.message} ${problem.advice}`;
      return giveUp(here, ended("failed"), { state, code: problem.code, detail });
    }
  }
}

/**
 * What a read that failed means: it is made again, unless a person must change something first. Settings that are
 * applied stay so.
 */
export function afterFailedSettingsRead(
  { work, now, timing }: SettingsSituation,
  problem: TenantProblem,
): SettingsAction {
  const isFinal = problem.verdict === "never" || problem.verdict === "ask";
  if (isFinal && work.state !== "applied") {
    const detail = `${problem.message} ${problem.advice}`;
    return {
      do: "end",
      work: { ...work, state: "quarantined", agreement: null, givenUp: null },
      code: problem.code,
      detail,
    };
  }
  if (problem.retryAfterMs !== null) {
    return wait(work, after(now, problem.retryAfterMs), "throttled", problem.code);
  }
  const intervals = isFinal && !isWriteOpen(work) ? PATIENCE_INTERVALS : 1;
  return wait(work, after(now, timing.proofIntervalMs * intervals), "transientProblem", problem.code);
}

function reasonOf({ retryAfterMs, status }: TenantProblem): "throttled" | "transientProblem" {
  return retryAfterMs !== null || status === 429 ? "throttled" : "transientProblem";
}
