import { DISPOSITIONS, REASONS } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { RuleChangeDocument } from "./role-settings-change.ts";
import { listOf, namedShape, nullable, shape } from "./shape.ts";

const Count = Type.Integer({ minimum: 0 });
const Milliseconds = Type.Number({ minimum: 0 });
const BeforeAfter = shape({ before: Count, after: Count });
const Reason = Type.Unsafe<keyof typeof REASONS>(Type.Enum(Object.keys(REASONS)));

const MailCounts = shape({
  toAssignees: Count,
  toAdministrators: Count,
  toAddresses: Count,
});

/** Who gets how many mails of PIM. */
const MailForecastDocument = shape({
  waves: listOf(
    shape({
      position: Count,
      name: Type.String(),
      assigneeCount: Type.Integer({ minimum: 0, description: "Users who get mails about themselves." }),
      administratorCount: Type.Integer({
        minimum: 0,
        description: "Active Global, Privileged Role and Security Administrators when the wave begins.",
      }),
      mails: MailCounts,
      isMuted: Type.Boolean(),
      mutedCount: Type.Integer({ minimum: 0, description: "How many mails muting keeps back." }),
      rollBackMails: MailCounts,
      cappedCount: Type.Integer({
        minimum: 0,
        description: "Assignments with more recipients than the thousand that one event is mailed to.",
      }),
    }),
  ),
  recipients: listOf(
    shape({
      principalId: nullable(Type.String({ description: "Null for an address that a role's settings name." })),
      name: Type.String(),
      mailCount: Count,
    }),
  ),
  unlistedRecipientCount: Count,
  unknown: shape({
    groupAssignmentCount: Type.Integer({
      minimum: 0,
      description: "Conversions of groups, whose members may get mails.",
    }),
    administratorGroupCount: Type.Integer({
      minimum: 0,
      description: "Groups of administrators, whose members may get mails.",
    }),
    criticalOnlyRoleCount: Type.Integer({
      minimum: 0,
      description: "Roles that send critical mails only: those of assignments may be critical.",
    }),
    unreadRoleCount: Type.Integer({ minimum: 0, description: "Roles whose settings were not read." }),
  }),
});

/** What a rollout would do, counted when it was compiled, and what it would take. */
export const WhatIfDocument = namedShape(
  "WhatIf",
  "What a rollout would do, counted when it was compiled, and a forecast of what it takes.",
  {
    dispositions: listOf(
      shape({
        disposition: Type.Enum([...DISPOSITIONS]),
        count: Count,
        reasons: listOf(shape({ reason: Reason, count: Count })),
      }),
    ),
    roles: listOf(
      shape({
        roleDefinitionId: Type.String(),
        roleName: Type.String(),
        standing: BeforeAfter,
        eligible: BeforeAfter,
      }),
    ),
    waves: listOf(
      shape({
        position: Count,
        name: Type.String(),
        principalCount: Count,
        conversionCount: Count,
        roleCount: Count,
        writeCount: Count,
        approvalMinimum: Count,
        mutesAssignmentMails: Type.Boolean(),
        soakMs: Milliseconds,
        workMs: Milliseconds,
        limitedBy: Type.Enum(["writeBudget", "concurrency", "largestPrincipal", "nothing"]),
      }),
    ),
    duration: shape({
      workMs: Milliseconds,
      soakMs: Milliseconds,
      totalMs: Type.Number({ minimum: 0, description: "Not counting approvals, holds and failures." }),
      gateCount: Type.Integer({ minimum: 0, description: "Waves that wait for approvals besides." }),
      model: shape({
        writeCountMax: Count,
        perMs: Milliseconds,
        conversionMs: Milliseconds,
        minimumAgeMs: Milliseconds,
      }),
    }),
    seats: shape({
      neededCount: Type.Integer({
        minimum: 0,
        description: "Users who will be eligible or time-bound or who approve, each once.",
      }),
      approverOnlyCount: Count,
      guestCount: Count,
      seatCount: Count,
      missingCount: Count,
      unreadGroupCount: Count,
    }),
    mails: MailForecastDocument,
    roleSettings: listOf(
      shape({
        roleDefinitionId: Type.String(),
        roleName: Type.String(),
        wavePosition: Count,
        pointer: nullable(Type.String({ description: "Where the plan assigns them." })),
        rules: listOf(RuleChangeDocument, { description: "Rules that become other ones; no others." }),
        kept: listOf(RuleChangeDocument, {
          description: "What the template wants and the tenant keeps, because it is stricter.",
        }),
      }),
      { description: "Each role whose settings the plan sets, also where they are so already." },
    ),
  },
);
export type WhatIfDocument = Static<typeof WhatIfDocument>;
