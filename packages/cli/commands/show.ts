import type { RolloutDocument } from "@standdown/contracts";
import { approversOf } from "@standdown/domain";
import { driftLines } from "../display/drift-lines.ts";
import { tableOf } from "../display/table.ts";
import { counted, problemText, stateText } from "../display/words.ts";

/** A rollout in a few lines: how it stands, its waves, its holds, and why it could not be compiled. */
export function rolloutLines(rollout: Omit<RolloutDocument, "plan">): string[] {
  const { holds, problems, waves } = rollout;
  return [
    `${rollout.name}  ${stateText(rollout)}`,
    `id        ${rollout.id}`,
    `tenant    ${rollout.tenantId}`,
    `author    ${rollout.author}, ${rollout.createdAt}`,
    ...(rollout.manifestDigest === null ? [] : [`digest    ${rollout.manifestDigest}`]),
    ...rollout.approvals.map(
      ({ approver, decision, at, wavePosition, isVoid }) =>
        `${decision.padEnd(8)}  ${approver}, ${at}${wavePosition === null ? "" : `, wave ${waves[wavePosition]?.name ?? wavePosition}`}${isVoid ? " (void)" : ""}`,
    ),
    ...missingLines(rollout),
    ...mutedLines(waves),
    ...(rollout.driftCheck === null ? [] : driftLines(rollout.driftCheck)),
    ...holds.map(({ reason, placedBy, placedAt, detail }) =>
      `held      ${reason} by ${placedBy}, ${placedAt} ${detail}`.trimEnd(),
    ),
    ...problems.map((problem) => `problem   ${problemText(problem)}`),
    ...(waves.length === 0 ? [] : ["", ...waveTable(rollout)]),
  ];
}

/** How many must still sign, and who can't. */
function missingLines(rollout: Omit<RolloutDocument, "plan">): string[] {
  if (rollout.state !== "planned") return [];
  const given = approversOf(rollout, null);
  const missing = counted(rollout.approvalMinimum - given.length, "approval");
  return [`missing   ${missing}, by anybody but ${[rollout.author, ...given].join(", ")}`];
}

/** That some people are not told, and what that asks for. */
function mutedLines(waves: RolloutDocument["waves"]): string[] {
  const names = waves.filter(({ mutesAssignmentMails }) => mutesAssignmentMails).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `mails     none about assignments while ${names.join(", ")} ${names.length === 1 ? "runs" : "run"}:`,
    "          at least 2 people must approve",
  ];
}

// Heads short enough for a table of 80 columns.
const COUNTED = [
  ["converted", "done"],
  ["removed", "removed"],
  ["failed", "failed"],
  ["quarantined", "quarantined"],
  ["skipped", "skipped"],
  ["rolledBack", "back"],
] as const;

function waveTable({ waves }: Pick<RolloutDocument, "waves">): string[] {
  const isRemoving = waves.some(({ counts }) => counts.removed > 0);
  const columns = COUNTED.filter(([key]) => key !== "removed" || isRemoving);
  return tableOf(
    [
      { title: "wave" },
      { title: "state" },
      { title: "to do", align: "right" },
      ...columns.map(([, title]) => ({ title, align: "right" as const })),
    ],
    waves.map(({ name, state, direction, counts }) => [
      name,
      stateText({ state, direction }),
      counts.pending + counts.queued + counts.converting,
      ...columns.map(([key]) => counts[key]),
    ]),
  );
}
