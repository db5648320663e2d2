import type { FoundSituation, SettingsAction } from "./settings-action.ts";
import { showsMuted } from "./settings-targets.ts";
import type { SettingsFailure, SettingsWork } from "./settings-work.ts";

/** Ends it; where something of it was written on the way there, that is put back first. */
export function giveUp(here: FoundSituation, work: SettingsWork, failure: SettingsFailure): SettingsAction {
  const isOnTheWay = work.state === "changing" && work.givenUp === null && here.wants.direction === "forward";
  if (isOnTheWay && (work.writtenRules.length > 0 || work.isMuted)) {
    return { do: "save", work: { ...work, givenUp: failure } };
  }
  const isBack = !isOnTheWay;
  const isMuted = work.isMuted && showsMuted(work, here.found.rules);
  const state = isBack ? "quarantined" : failure.state;
  return end(here, { ...work, state, isMuted, givenUp: null }, failure.code, failure.detail);
}

/** At rest, in the state of `work`. */
export function end(
  { found }: FoundSituation,
  work: SettingsWork,
  code: string | null,
  detail: string | null = null,
): SettingsAction {
  return { do: "end", work: { ...work, readAt: found.readAt, agreement: null }, code, detail };
}
