import { CONVERSION_STATES, DIRECTIONS, EFFECTIVE_DISPOSITIONS } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { AccessKeyDocument } from "./access.ts";
import { Id, listOf, namedShape, nullable, shape, Time } from "./shape.ts";
import { StepDocument } from "./step.ts";

/** What was there before: enough to put it back. */
export const BeforeImageDocument = shape({
  readAt: Time,
  origin: Type.Enum(["outsidePim", "pimPermanent", "pimTimeBound", "activation"]),
  roleAssignmentScheduleId: Type.String(),
  startDateTime: nullable(Time),
  endDateTime: nullable(Time),
  principalType: Type.Enum(["user", "group", "servicePrincipal", "unknown"]),
  principalName: Type.String(),
  roleName: Type.String(),
  scopeName: Type.String(),
});

/** Why work is put off, and until when: shown with its end, never as a failure. */
export const WaitDocument = shape({
  reason: Type.Enum([
    "proof",
    "minimumAge",
    "activationInProgress",
    "throttled",
    "transientProblem",
    "pendingRequest",
    "hold",
    "replication",
  ]),
  until: Time,
});

/** One principal in one role at one scope, and how far it is moved or taken away. */
export const ConversionDocument = namedShape(
  "Conversion",
  "One principal in one role at one scope, and how far it is moved or taken away.",
  {
    id: Id,
    rolloutId: Id,
    wavePosition: Type.Integer({ minimum: 0 }),
    key: AccessKeyDocument,
    disposition: Type.Enum([...EFFECTIVE_DISPOSITIONS]),
    state: Type.Enum([...CONVERSION_STATES]),
    direction: Type.Enum([...DIRECTIONS]),
    outcomeCode: nullable(Type.String()),
    outcomeDetail: nullable(Type.String()),
    wait: nullable(WaitDocument),
    beforeImage: BeforeImageDocument,
    steps: listOf(StepDocument),
    startedAt: nullable(Time),
    endedAt: nullable(Time),
  },
);
export type ConversionDocument = Static<typeof ConversionDocument>;
