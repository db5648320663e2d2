import type { ProgressDocument } from "@standdown/contracts";
import { counted, stateText, until, WAIT_WORDS } from "./words.ts";

/** One wave of a progress. */
export type WaveProgressDocument = ProgressDocument["waves"][number];

/** What there is to say about a wave besides its numbers, the most important first. */
export function waveNote(wave: WaveProgressDocument, now: Date): string {
  const { counts } = wave;
  const parts = [
    stateWords(wave, now),
    ...(counts.removed > 0 ? [`${counts.removed} removed`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.quarantined > 0 ? [`${counts.quarantined} to be looked at`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
    ...settingsNotes(wave),
    ...waitsOf(wave, now),
  ];
  return parts.join(", ");
}

/** What is to be done and what went wrong with settings of roles; nothing where all are set. */
function settingsNotes({ settings: { open, failed } }: WaveProgressDocument): string[] {
  return [
    ...(open > 0 ? [`settings of ${counted(open, "role")} to do`] : []),
    ...(failed > 0 ? [`settings of ${counted(failed, "role")} not proved`] : []),
  ];
}

function stateWords(wave: WaveProgressDocument, now: Date): string {
  const held = wave.isHeld ? "held, " : "";
  switch (wave.state) {
    case "pending":
      return `${held}waits for its turn`;
    case "waiting":
      return `${held}waits for ${counted(wave.approvalMinimum - wave.approvalsGiven, "approval")}`;
    case "running":
      return `${held}${stateText(wave)}${paceOf(wave)}`;
    case "soaking":
      return `${held}soaking${wave.soakUntil === null ? "" : `, ${until(wave.soakUntil, now)} left`}`;
    default:
      return stateText(wave);
  }
}

function paceOf({ ratePerMinute }: WaveProgressDocument): string {
  return ratePerMinute > 0 ? ` ${Math.round(ratePerMinute)}/min` : "";
}

function waitsOf({ waits }: WaveProgressDocument, now: Date): string[] {
  return Object.entries(waits).map(([reason, wait]) => {
    const known = Object.entries(WAIT_WORDS).find(([name]) => name === reason);
    const why = codesOf(reason, wait) ?? known?.[1] ?? reason;
    return `${wait.count} wait: ${why} (${until(wait.until, now)})`;
  });
}

/** The tenant's own codes say more than that there was trouble; the most frequent one comes first. */
function codesOf(reason: string, { codes }: WaveProgressDocument["waits"][string]): string | null {
  if (reason !== "transientProblem" && reason !== "throttled") return null;
  const names = Object.entries(codes).toSorted(([, a], [, b]) => b - a);
  return names.length === 0 ? null : names.map(([code]) => code).join(", ");
}
