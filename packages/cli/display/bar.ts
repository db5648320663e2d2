import { styleText } from "node:util";
import type { ConversionCounts } from "@standdown/domain";

type Segment = {
  readonly count: number;
  readonly sign: string;
  readonly style: Parameters<typeof styleText>[0];
};

/** A bar of `width` signs: what is done, what went wrong, what is being worked on, what is left. */
export function bar(counts: ConversionCounts, width: number): string {
  const segments: readonly Segment[] = [
    { count: counts.converted, sign: "█", style: "green" },
    { count: counts.removed, sign: "█", style: "magenta" },
    { count: counts.rolledBack, sign: "█", style: "blue" },
    { count: counts.skipped, sign: "▒", style: "gray" },
    { count: counts.failed + counts.quarantined, sign: "█", style: "red" },
    { count: counts.converting, sign: "▓", style: "yellow" },
    { count: counts.pending + counts.queued, sign: "░", style: "gray" },
  ];
  const total = segments.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return styleText("gray", "·".repeat(width));
  let counted = 0;
  let drawn = 0;
  let text = "";
  for (const { count, sign, style } of segments) {
    counted += count;
    const upTo = Math.round((counted / total) * width);
    text += upTo > drawn ? styleText(style, sign.repeat(upTo - drawn)) : "";
    drawn = upTo;
  }
  return text;
}
