import { DISPOSITIONS, REASONS } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { listOf, namedShape, shape } from "./shape.ts";

const Count = Type.Integer({ minimum: 0 });
const Milliseconds = Type.Number({ minimum: 0 });
const BeforeAfter = shape({ before: Count, after: Count });
const Reason = Type.Unsafe<keyof typeof REASONS>(Type.Enum(Object.keys(REASONS)));

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
  },
);
export type WhatIfDocument = Static<typeof WhatIfDocument>;
