import { DISPOSITIONS, DRIFT_CHECK_STATES, type DriftRow } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { accessKey } from "./access.ts";
import { Id, listOf, namedShape, nullable, refTo, shape, Time } from "./shape.ts";

const Count = Type.Integer({ minimum: 0 });

/** How much is not as it was approved. */
export const DriftCountsDocument = shape({
  added: Count,
  gone: Count,
  changed: Count,
  approved: Type.Integer({ minimum: 0, description: "How many were approved, activations not counted." }),
  warned: Type.Integer({
    minimum: 0,
    description: "Warnings that nobody has signed, but for those about people who are counted already.",
  }),
  settings: Type.Integer({
    minimum: 0,
    description:
      "Rules of roles' settings that are not as they were approved; the check's problems name them.",
  }),
});

/** The look at the tenant that a start ordered. */
export const DriftCheckDocument = namedShape(
  "DriftCheck",
  "The look at the tenant that a start ordered: whether it is still what was approved.",
  {
    id: Id,
    inventoryId: Id,
    approvedDigest: Type.String(),
    orderedBy: Type.String(),
    orderedAt: Time,
    reason: Type.String(),
    state: Type.Enum([...DRIFT_CHECK_STATES]),
    endedAt: nullable(Time),
    counts: nullable(DriftCountsDocument),
    currentDigest: nullable(
      Type.String({ description: "Of what the plan compiles to now; null unless both were compared." }),
    ),
    problems: listOf(shape({ pointer: Type.String(), code: Type.String(), message: Type.String() })),
  },
);
export type DriftCheckDocument = Static<typeof DriftCheckDocument>;

const Side = shape({
  disposition: Type.Enum([...DISPOSITIONS]),
  reason: Type.String(),
  detail: nullable(Type.String()),
  wavePosition: nullable(Count),
  origin: Type.String(),
  endDateTime: nullable(Time),
});

/** One assignment that is not as it was approved. */
export const DriftRowDocument = Type.Unsafe<DriftRow>(
  shape({
    kind: Type.Enum(["added", "gone", "changed"]),
    key: shape(accessKey),
    principalName: Type.String(),
    roleName: Type.String(),
    scopeName: Type.String(),
    approved: nullable(Side),
    current: nullable(Side),
  }),
);

/** A page of what is not as it was approved, and the check that found it. */
export const DriftDocument = shape({
  check: refTo(DriftCheckDocument),
  items: listOf(DriftRowDocument),
  next: nullable(Type.String({ description: "The cursor of the next page; null on the last." })),
});
export type DriftDocument = Static<typeof DriftDocument>;
