import { DIRECTIONS, ROLLOUT_STATES } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { DriftCheckDocument } from "./drift.ts";
import { HoldDocument } from "./hold.ts";
import { RolloutPlan } from "./plan.ts";
import { Id, listOf, namedShape, nullable, refTo, shape, Time } from "./shape.ts";
import { WaveDocument } from "./wave.ts";

/** One person's word on a digest; `wavePosition` is null where it is on the whole rollout. */
export const ApprovalDocument = shape({
  wavePosition: nullable(Type.Integer()),
  digest: Type.String(),
  decision: Type.Enum(["approve", "reject"]),
  approver: Type.String(),
  reason: Type.String(),
  at: Time,
  isVoid: Type.Boolean({
    description:
      "True: the tenant had changed too much when the rollout was to start, so that it counts no more.",
  }),
});

const summary = {
  id: Id,
  name: Type.String(),
  tenantId: Type.String(),
  state: Type.Enum([...ROLLOUT_STATES]),
  direction: Type.Enum([...DIRECTIONS]),
  author: Type.String(),
  createdAt: Time,
};

/** A rollout as a list shows it. */
export const RolloutSummary = namedShape("RolloutSummary", "A rollout as a list shows it.", summary);
export type RolloutSummary = Static<typeof RolloutSummary>;

/** A rollout with all that is known of it but its conversions. */
export const RolloutDocument = namedShape(
  "Rollout",
  "A rollout with all that is known of it but its conversions.",
  {
    ...summary,
    planDigest: Type.String(),
    inventoryId: Id,
    manifestDigest: nullable(Type.String({ description: "Null until it is compiled." })),
    problems: Type.Unsafe<
      readonly { readonly pointer: string; readonly code: string; readonly message: string }[]
    >(
      Type.Array(shape({ pointer: Type.String(), code: Type.String(), message: Type.String() }), {
        description: "Why it could not be compiled; pointers are into the plan.",
      }),
    ),
    approvals: listOf(ApprovalDocument),
    approvalMinimum: Type.Integer({ description: "How many different people must approve it." }),
    driftCheck: nullable(refTo(DriftCheckDocument)),
    startedAt: nullable(Time),
    holds: listOf(HoldDocument),
    waves: listOf(refTo(WaveDocument)),
    plan: refTo(RolloutPlan),
  },
);
export type RolloutDocument = Static<typeof RolloutDocument>;
