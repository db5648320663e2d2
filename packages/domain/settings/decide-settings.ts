import { ATTEMPTS_MAX, nextPoll } from "../decide-conversion/waiting.ts";
import type { RoleRule } from "../role-settings.ts";
import { differingRules } from "./rule-equality.ts";
import type { FoundSituation, SettingsAction, SettingsSituation } from "./settings-action.ts";
import { awaitSameRead, proved } from "./settings-agreement.ts";
import { end, giveUp } from "./settings-end.ts";
import type { RuleConflict, SettingsWrite } from "./settings-change.ts";
import {
  isOfOurs,
  showsMuted,
  targetBack,
  targetForward,
  targetKept,
  withoutWritten,
  withWritten,
} from "./settings-targets.ts";
import { isWriteOpen, type SettingsWork } from "./settings-work.ts";
import { settingsWrites } from "./settings-writes.ts";

/**
 * What happens next to the settings of a role, told from what is: one action. Whatever was sent is settled by reading
 * before anything else is sent. What can't be carried out to its end is put back, and ends as what it failed for.
 */
export function decideSettings(situation: SettingsSituation): SettingsAction {
  const { work, wants, found } = situation;
  if (found === null) return { do: "read" };
  const here: FoundSituation = { ...situation, found };
  if (work.write !== null && isWriteOpen(work)) return settleWrite(here, work.write);
  if (work.givenUp !== null || wants.direction === "back") return goBack(here);
  return work.state === "applied" ? keep(here) : apply(here);
}

/** A write is proved by one read that shows it; that nothing came of it, by two. */
function settleWrite(here: FoundSituation, write: SettingsWrite): SettingsAction {
  const { found, now, timing } = here;
  const work: SettingsWork = { ...here.work, readAt: found.readAt };
  if (differingRules(found.rules, write.rules).length === 0) {
    return { do: "save", work: proved(here, { ...work, write: { ...write, state: "proved" } }) };
  }
  const open = awaitSameRead(here, {
    ...work,
    write: { ...write, agreedAt: write.agreedAt ?? found.readAt },
  });
  if (open?.do === "wait" && write.agreedAt === null) {
    const soon = nextPoll(now.toISOString(), now, timing);
    return { ...open, until: soon < open.until ? soon : open.until };
  }
  if (open !== null) return open;
  const writtenRules =
    work.state === "changing" ? withoutWritten(work, write.rules, found.rules) : work.writtenRules;
  const isMuted = work.isMuted && showsMuted(work, found.rules);
  return { do: "save", work: { ...work, writtenRules, isMuted, write: { ...write, state: "failed" } } };
}

/** For the first time: only where nobody else has changed anything since the plan was compiled. */
function apply(here: FoundSituation): SettingsAction {
  const { work, wants, found } = here;
  const { rules, conflicts } = targetForward(work, found.rules, wants.isMuted);
  if (conflicts.length > 0) {
    const failure = { state: "quarantined", code: "settingsChangedMeanwhile", detail: null } as const;
    return awaitSameRead(here, work) ?? giveUp(here, { ...work, conflicts }, failure);
  }
  if (wants.isStopping && work.writtenRules.length === 0 && !work.isMuted) {
    return end(here, { ...work, state: "skipped" }, "aborted");
  }
  const [next] = settingsWrites(found.rules, rules);
  if (next !== undefined) return send(here, next);
  const applied = { ...work, state: "applied", isMuted: wants.isMuted, conflicts: [] } as const;
  return awaitSameRead(here, work) ?? end(here, applied, null);
}

/** While they are applied: mails are switched as it is wanted, and what others have changed is told. */
function keep(here: FoundSituation): SettingsAction {
  const { work, wants, found } = here;
  const { rules, conflicts } = targetKept(work, found.rules, wants.isMuted);
  const [next] = settingsWrites(found.rules, rules);
  if (next !== undefined) return send(here, next);
  const kept = { ...work, isMuted: wants.isMuted, conflicts };
  const isPlain = conflicts.length === 0 && work.isMuted === wants.isMuted;
  return (isPlain ? null : awaitSameRead(here, work)) ?? end(here, kept, null);
}

/** Undone, or given up: what we wrote becomes what it was. What another rollout needs stays. */
function goBack(here: FoundSituation): SettingsAction {
  const { work, wants, found } = here;
  const stays = work.givenUp === null && wants.neededBy !== null && work.writtenRules.length > 0;
  const { rules, conflicts } = stays ? targetKept(work, found.rules, false) : targetBack(work, found.rules);
  const [next] = settingsWrites(found.rules, rules);
  if (next !== undefined) return send(here, next);
  const open = awaitSameRead(here, work);
  if (open !== null) return open;
  if (stays) {
    const detail = `Rollout "${wants.neededBy}" needs the settings of this role.`;
    return end(
      here,
      { ...work, state: "quarantined", isMuted: false, conflicts },
      "neededByOtherRollout",
      detail,
    );
  }
  return endBack(here, conflicts);
}

function endBack(here: FoundSituation, conflicts: readonly RuleConflict[]): SettingsAction {
  const { work } = here;
  const { givenUp } = work;
  const isUndone = !conflicts.some((conflict) => isOfOurs(work, conflict));
  const rest: SettingsWork = { ...work, isMuted: false, conflicts, givenUp: null };
  if (!isUndone)
    return end(here, { ...rest, state: "quarantined" }, givenUp?.code ?? "settingsChangedMeanwhile");
  const restored = { ...rest, writtenRules: [] };
  if (givenUp === null) return end(here, { ...restored, state: "restored" }, null);
  const detail = [givenUp.detail, "What had been written was put back, and read."].filter(Boolean).join(" ");
  return end(here, { ...restored, state: givenUp.state }, givenUp.code, detail);
}

/** The same rules again, as long as it may be tried; others for the first time. */
function send(here: FoundSituation, rules: readonly RoleRule[]): SettingsAction {
  const { work, wants, found, now, clientRequestId } = here;
  const isAgain = work.write !== null && work.write.state !== "proved" && isSame(work.write.rules, rules);
  const attempt = isAgain ? (work.write?.attempt ?? 0) + 1 : 1;
  if (attempt > ATTEMPTS_MAX) {
    const detail = work.write?.problem?.message ?? null;
    return giveUp(here, work, { state: "quarantined", code: "gaveUp", detail });
  }
  const write: SettingsWrite = {
    state: "intended",
    attempt,
    rules,
    clientRequestId,
    intendedAt: now.toISOString(),
    answeredAt: null,
    agreedAt: null,
    problem: null,
  };
  const isForward = work.givenUp === null && wants.direction === "forward";
  const next: SettingsWork = {
    ...work,
    write,
    agreement: null,
    readAt: found.readAt,
    writtenRules: isForward ? withWritten(work, rules, found.rules) : work.writtenRules,
    isMuted: work.isMuted || (isForward && wants.isMuted),
  };
  return { do: "send", work: next, policyId: found.policyId };
}

function isSame(former: readonly RoleRule[], rules: readonly RoleRule[]): boolean {
  return former.length === rules.length && differingRules(former, rules).length === 0;
}
