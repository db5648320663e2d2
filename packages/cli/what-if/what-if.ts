import type { WhatIfDocument } from "@standdown/contracts";
import { REASONS, type DISPOSITIONS } from "@standdown/domain";
import { tableOf } from "../display/table.ts";
import { counted, lasting } from "../display/words.ts";
import { mailLines } from "./mail-lines.ts";
import { settingsChangeLines } from "./settings-change-lines.ts";

/** What each disposition means, for somebody who is about to sign. */
const MEANINGS = {
  convert: "standing access that becomes eligible",
  remove: "standing access that is taken away",
  keep: "left as it is",
  exclude: "left as it is, because the plan says so",
  review: "left as it is until somebody has looked at it",
} as const satisfies Record<(typeof DISPOSITIONS)[number], string>;

/** What a rollout would do, before it is approved: how many of what, why, in which roles and waves, for how long. */
export function whatIfLines(whatIf: WhatIfDocument): string[] {
  return [
    ...dispositionLines(whatIf),
    "",
    ...roleLines(whatIf),
    "",
    ...waveLines(whatIf),
    "",
    ...durationLines(whatIf),
    ...seatLines(whatIf),
    ...settingsChangeLines(whatIf.roleSettings),
    "",
    ...mailLines(whatIf),
  ];
}

function dispositionLines({ dispositions }: WhatIfDocument): string[] {
  const width = String(Math.max(...dispositions.map(({ count }) => count), 0)).length;
  return dispositions
    .filter(({ count }) => count > 0)
    .flatMap(({ disposition, count, reasons }) => {
      const isPlain = reasons.every(({ reason }) => reason === "selected");
      const why = isPlain ? [] : reasons.map((one) => reasonLine(one, width));
      return [`${String(count).padStart(width)}  ${disposition.padEnd(7)}  ${MEANINGS[disposition]}`, ...why];
    });
}

function reasonLine(
  { reason, count }: WhatIfDocument["dispositions"][number]["reasons"][number],
  width: number,
): string {
  return `   ${String(count).padStart(width)}  ${REASONS[reason]}`;
}

/** Roles in which something changes. */
function roleLines({ roles }: WhatIfDocument): string[] {
  return tableOf(
    [{ title: "role" }, { title: "standing", align: "right" }, { title: "eligible", align: "right" }],
    roles
      .filter(({ standing }) => standing.before !== standing.after)
      .map(({ roleName, standing, eligible }) => [
        roleName.slice(0, 45),
        changeText(standing),
        changeText(eligible),
      ]),
  );
}

function changeText({ before, after }: { readonly before: number; readonly after: number }): string {
  return before === after ? String(before) : `${before} -> ${after}`;
}

function waveLines({ waves }: WhatIfDocument): string[] {
  return tableOf(
    [
      { title: "wave" },
      { title: "holders", align: "right" },
      { title: "assignments", align: "right" },
      { title: "roles", align: "right" },
      { title: "takes", align: "right" },
      { title: "begins" },
    ],
    waves.map((wave) => {
      const { name, position, approvalMinimum, workMs, soakMs } = wave;
      const approval = approvalMinimum === 0 ? "" : `, ${counted(approvalMinimum, "approval")}`;
      return [
        name,
        wave.principalCount,
        wave.conversionCount,
        wave.roleCount,
        wave.conversionCount === 0 ? "" : lasting(workMs + soakMs),
        `${position === 0 ? "first" : "afterwards"}${approval}`,
      ];
    }),
  );
}

function durationLines({ duration }: WhatIfDocument): string[] {
  const { totalMs, soakMs, gateCount } = duration;
  const soak = soakMs === 0 ? "" : `, ${lasting(soakMs)} of it quiet`;
  const gates =
    gateCount === 0
      ? []
      : [`          not counting approvals, for which ${counted(gateCount, "wave")} will wait`];
  return [`time      about ${lasting(totalMs)}${soak}`, ...gates];
}

function seatLines({ seats }: WhatIfDocument): string[] {
  const { neededCount, seatCount, missingCount, unreadGroupCount } = seats;
  const missing = missingCount === 0 ? "" : `: ${missingCount} too few`;
  const unread =
    unreadGroupCount === 0 ? [] : [`          and members of ${counted(unreadGroupCount, "group")} unknown`];
  return [
    `licences  ${counted(neededCount, "person", "people")}, ${counted(seatCount, "seat")}${missing}`,
    ...unread,
  ];
}
