import type { WhatIfDocument } from "@standdown/contracts";
import { tableOf } from "../display/table.ts";
import { counted } from "../display/words.ts";

type Mails = WhatIfDocument["mails"];
type Wave = Mails["waves"][number];

const RECIPIENTS_SHOWN = 3;
const INDENT = " ".repeat(10);

/** Who gets how many mails: wave by wave, then whoever gets most, then what nobody knows. */
export function mailLines({ mails }: WhatIfDocument): string[] {
  return [...waveTable(mails), "", ...totalLines(mails), ...recipientLines(mails), ...unknownLines(mails)];
}

function waveTable({ waves }: Mails): string[] {
  return tableOf(
    [
      { title: "mails" },
      { title: "to holders", align: "right" },
      { title: "to administrators", align: "right" },
      { title: "to others", align: "right" },
      { title: "rolled back", align: "right" },
    ],
    waves.map((wave) => [
      wave.name,
      wave.isMuted ? "muted" : wave.mails.toAssignees,
      wave.isMuted ? "muted" : wave.mails.toAdministrators,
      wave.isMuted ? "muted" : wave.mails.toAddresses,
      `+ ${sumOf(wave.rollBackMails)}`,
    ]),
  );
}

function totalLines({ waves }: Mails): string[] {
  const total = (of: (wave: Wave) => number): number => waves.reduce((sum, wave) => sum + of(wave), 0);
  const holders = counted(
    total(({ assigneeCount }) => assigneeCount),
    "holder",
  );
  const count = counted(
    total(({ mails }) => sumOf(mails)),
    "mail",
  );
  const mutedWaves = counted(waves.filter(({ isMuted }) => isMuted).length, "wave");
  const mutedMails = counted(
    total(({ mutedCount }) => mutedCount),
    "mail",
  );
  const capped = counted(
    total(({ cappedCount }) => cappedCount),
    "assignment",
  );
  return [
    `mails     about ${count}, ${holders} told of their own access`,
    ...(waves.some(({ isMuted }) => isMuted)
      ? [`${INDENT}${mutedMails} fewer: ${mutedWaves} muted, so 2 people must approve`]
      : []),
    ...(waves.some(({ cappedCount }) => cappedCount > 0)
      ? [`${INDENT}${capped} told to 1000 of more, whoever those are`]
      : []),
  ];
}

function recipientLines({ recipients, unlistedRecipientCount }: Mails): string[] {
  const width = String(recipients[0]?.mailCount ?? 0).length;
  const shown = recipients.slice(0, RECIPIENTS_SHOWN);
  const moreCount = recipients.length - shown.length + unlistedRecipientCount;
  return [
    ...shown.map(({ name, mailCount }) => `${INDENT}${String(mailCount).padStart(width)}  ${name}`),
    ...(moreCount === 0 ? [] : [`${INDENT}and ${moreCount} more who get no more than that`]),
  ];
}

function unknownLines({ unknown }: Mails): string[] {
  const { groupAssignmentCount, administratorGroupCount, criticalOnlyRoleCount, unreadRoleCount } = unknown;
  const unknowns = [
    [groupAssignmentCount, `to members of groups, for ${counted(groupAssignmentCount, "assignment")}`],
    [administratorGroupCount, `to members of ${counted(administratorGroupCount, "group")} of administrators`],
    [criticalOnlyRoleCount, `of ${counted(criticalOnlyRoleCount, "role")} with critical mails only`],
    [unreadRoleCount, `of ${counted(unreadRoleCount, "role")} whose settings were not read`],
  ] as const;
  return [
    "of access that was removed",
    ...unknowns.filter(([count]) => count > 0).map(([, text]) => text),
  ].map((text, at) => `${at === 0 ? `${INDENT}unknown: mails ` : `${INDENT}         mails `}${text}`);
}

function sumOf({ toAssignees, toAdministrators, toAddresses }: Wave["mails"]): number {
  return toAssignees + toAdministrators + toAddresses;
}
