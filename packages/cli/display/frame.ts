import { styleText } from "node:util";
import type { ProgressDocument } from "@standdown/contracts";
import { bar } from "./bar.ts";
import { waveNote, type WaveProgressDocument } from "./wave-note.ts";
import { holdText, stateText } from "./words.ts";

const BAR_WIDTH_MAX = 36;
const BAR_WIDTH_MIN = 10;
/** A bar gives way to a note of this width. */
const NOTE_WIDTH = 50;

/** A progress as lines with one bar for each wave, or its state where it has none; none wider than the terminal. */
export function frameOf(progress: ProgressDocument, columns: number, now: Date): string[] {
  const nameWidth = Math.max(...progress.waves.map(({ name }) => name.length), 4);
  const countWidth = String(progress.total).length * 2 + 1;
  const room = columns - nameWidth - countWidth - 9;
  const barWidth = Math.max(BAR_WIDTH_MIN, Math.min(BAR_WIDTH_MAX, room - NOTE_WIDTH));
  const noteWidth = Math.max(0, room - barWidth);
  const line = (wave: WaveProgressDocument): string => {
    const count = `${wave.ended}/${wave.total}`.padStart(countWidth);
    const note = cut(waveNote(wave, now), noteWidth);
    return `  ${wave.name.padEnd(nameWidth)}  ${bar(wave.counts, barWidth)}  ${count}  ${styleText("dim", note)}`;
  };
  return [
    ...(progress.waves.length === 0 ? [`  ${stateText(progress)}`] : progress.waves.map(line)),
    ...progress.holds.map((hold) => cut(`  ${holdText(hold)}`, columns - 1)),
  ];
}

/** The same in one line, where there is no terminal to draw on. */
export function plainLine(progress: ProgressDocument, now: Date): string {
  const waves = progress.waves.map((wave) => {
    const count = `${wave.name} ${wave.ended}/${wave.total}`;
    return wave.state === "pending" ? count : `${count} ${waveNote(wave, now)}`;
  });
  const parts = [...(waves.length === 0 ? [stateText(progress)] : waves), ...progress.holds.map(holdText)];
  return `${progress.at.slice(11, 19)}  ${parts.join("  |  ")}`;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
