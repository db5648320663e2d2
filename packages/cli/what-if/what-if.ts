import type { RolloutDocument } from "@standdown/contracts";
import { DISPOSITIONS, EFFECTIVE_DISPOSITIONS, REASONS } from "@standdown/domain";
import { counted } from "../display/words.ts";
import { tableOf } from "../display/table.ts";
import type { ManifestRow } from "./read-manifest.ts";

/** What each disposition means, for somebody who is about to sign. */
const MEANINGS = {
  convert: "standing access that becomes eligible",
  remove: "standing access that is taken away",
  keep: "left as it is",
  exclude: "left as it is, because the plan says so",
  review: "left as it is until somebody has looked at it",
} as const satisfies Record<(typeof DISPOSITIONS)[number], string>;

/** What a manifest would do, before it is approved: how many of each disposition, why, and in which waves. */
export function whatIfLines(rollout: Pick<RolloutDocument, "waves">, rows: readonly ManifestRow[]): string[] {
  return [...dispositionLines(rows), "", ...waveLines(rollout, rows)];
}

function dispositionLines(rows: readonly ManifestRow[]): string[] {
  const width = String(rows.length).length;
  return DISPOSITIONS.flatMap((disposition) => {
    const those = rows.filter((row) => row.disposition === disposition);
    if (those.length === 0) return [];
    const reasons = countBy(those, ({ reason }) => reason);
    const why =
      disposition === "convert"
        ? []
        : [...reasons].map(([reason, count]) => reasonLine(reason, count, width));
    return [
      `${String(those.length).padStart(width)}  ${disposition.padEnd(7)}  ${MEANINGS[disposition]}`,
      ...why,
    ];
  });
}

function reasonLine(reason: string, count: number, width: number): string {
  const known = Object.entries(REASONS).find(([code]) => code === reason);
  return `   ${String(count).padStart(width)}  ${known?.[1] ?? reason}`;
}

function waveLines({ waves }: Pick<RolloutDocument, "waves">, rows: readonly ManifestRow[]): string[] {
  return tableOf(
    [
      { title: "wave" },
      { title: "holders", align: "right" },
      { title: "assignments", align: "right" },
      { title: "roles", align: "right" },
      { title: "begins" },
    ],
    waves.map(({ name, approvalMinimum }, position) => {
      const those = rows.filter((row) => isEffective(row) && row.wave === name);
      const approval = approvalMinimum === 0 ? "" : `, ${counted(approvalMinimum, "approval")}`;
      return [
        name,
        new Set(those.map(({ principalId }) => principalId)).size,
        those.length,
        new Set(those.map(({ roleDefinitionId }) => roleDefinitionId)).size,
        `${position === 0 ? "when started" : "after the one before"}${approval}`,
      ];
    }),
  );
}

function isEffective({ disposition }: ManifestRow): boolean {
  return EFFECTIVE_DISPOSITIONS.some((effective) => effective === disposition);
}

/** How many items there are of each kind, the most frequent kind first. */
function countBy<T>(items: readonly T[], kindOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(kindOf(item), (counts.get(kindOf(item)) ?? 0) + 1);
  return new Map([...counts].toSorted(([, a], [, b]) => b - a));
}
