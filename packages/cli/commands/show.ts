import type { RolloutDocument } from "@standdown/contracts";
import { tableOf } from "../display/table.ts";

/** A rollout in a few lines: how it stands, its waves, its holds, and why it could not be compiled. */
export function rolloutLines(rollout: RolloutDocument): string[] {
  const { holds, problems, waves } = rollout;
  return [
    `${rollout.name}  ${rollout.state}${rollout.direction === "back" ? " (back)" : ""}`,
    `id        ${rollout.id}`,
    `tenant    ${rollout.tenantId}`,
    `author    ${rollout.author}, ${rollout.createdAt}`,
    ...(rollout.manifestDigest === null ? [] : [`digest    ${rollout.manifestDigest}`]),
    ...rollout.approvals.map(
      ({ approver, decision, at, wavePosition }) =>
        `${decision.padEnd(8)}  ${approver}, ${at}${wavePosition === null ? "" : `, wave ${waves[wavePosition]?.name ?? wavePosition}`}`,
    ),
    ...holds.map(({ reason, placedBy, placedAt, detail }) =>
      `held      ${reason} by ${placedBy}, ${placedAt} ${detail}`.trimEnd(),
    ),
    ...problems.map(({ pointer, message }) => `problem   ${pointer}: ${message}`),
    ...(waves.length === 0 ? [] : ["", ...waveTable(rollout)]),
  ];
}

function waveTable({ waves }: RolloutDocument): string[] {
  const counted = ["converted", "failed", "quarantined", "skipped", "rolledBack"] as const;
  return tableOf(
    [
      { title: "wave" },
      { title: "state" },
      { title: "to do", align: "right" },
      ...counted.map((title) => ({ title, align: "right" as const })),
    ],
    waves.map(({ name, state, counts }) => [
      name,
      state,
      counts.pending + counts.queued + counts.converting,
      ...counted.map((key) => counts[key]),
    ]),
  );
}
