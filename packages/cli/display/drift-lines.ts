import type { DriftCheckDocument } from "@standdown/contracts";
import type { DriftCounts, DriftRow, DriftSide } from "@standdown/domain";
import { counted, problemText } from "./words.ts";

const STATE_WORDS = {
  checking: "the tenant is read and compared with what was approved",
  within: "the tenant is what was approved, as far as the plan's tolerance goes",
  beyond: "the tenant is not what was approved: the approvals are void, and the rollout is planned anew",
  failed: "the tenant could not be compared with what was approved: start it again when that is mended",
  withdrawn: "the rollout was stopped before the tenant was compared with what was approved",
} as const satisfies Record<DriftCheckDocument["state"], string>;

/** `2 added, 1 gone, 0 changed, of 60; 1 warning is new; 2 rules of role settings are other ones`. */
export function driftText({ added, gone, changed, approved, warned, settings }: DriftCounts): string {
  return [
    `${added} added, ${gone} gone, ${changed} changed, of ${approved}`,
    ...(warned === 0 ? [] : [`${counted(warned, "warning")} ${warned === 1 ? "is" : "are"} new`]),
    ...(settings === 0
      ? []
      : [
          `${counted(settings, "rule")} of role settings ${settings === 1 ? "is another one" : "are other ones"}`,
        ]),
  ].join("; ");
}

/** How a look at the tenant before a start ended, in a few lines. */
export function driftLines({ state, counts, problems }: DriftCheckDocument): string[] {
  return [
    `start     ${state}: ${STATE_WORDS[state]}`,
    ...(counts === null ? [] : [`          ${driftText(counts)}`]),
    ...problems.map((problem) => `problem   ${problemText(problem)}`),
  ];
}

/** One assignment that is not as it was approved. */
export function driftRowLine({
  kind,
  principalName,
  roleName,
  scopeName,
  approved,
  current,
}: DriftRow): string {
  const sides = [approved, current].filter((side) => side !== null).map(sideText);
  return `${kind.padEnd(8)}  ${principalName}, ${roleName}, ${scopeName}: ${sides.join(" -> ")}`;
}

function sideText(side: DriftSide): string {
  const end = side.endDateTime === null ? "" : `, until ${side.endDateTime}`;
  const wave = side.wavePosition === null ? "" : `, wave ${side.wavePosition + 1}`;
  return `${side.disposition} (${side.reason}, ${side.origin}${end}${wave})`;
}
