import { STEP_NAMES, STEP_STATES } from "@standdown/domain";
import { Type } from "typebox";
import { AccessKeyDocument, TicketInfoDocument } from "./access.ts";
import { nullable, shape, Time } from "./shape.ts";
import { TenantProblemDocument } from "./tenant-problem.ts";

const Expiration = Type.Union([
  shape({ type: Type.Literal("noExpiration") }),
  shape({ type: Type.Literal("afterDateTime"), endDateTime: Time }),
]);

const ScheduleRequest = shape({
  side: Type.Enum(["assignment", "eligibility"]),
  action: Type.Enum(["adminAssign", "adminRemove"]),
  key: AccessKeyDocument,
  expiration: nullable(Expiration),
  justification: Type.String(),
  ticketInfo: TicketInfoDocument,
  clientRequestId: Type.String(),
});

const Answer = shape({
  answeredAt: Time,
  scheduleRequestId: Type.String(),
  status: Type.String(),
  targetScheduleId: nullable(Type.String()),
});

/** One effect on the tenant: what was meant, what was answered, what was read. */
export const StepDocument = shape({
  name: Type.Enum([...STEP_NAMES]),
  state: Type.Enum([...STEP_STATES]),
  attempt: Type.Integer({ minimum: 0 }),
  intent: nullable(ScheduleRequest),
  intendedAt: nullable(Time),
  answer: nullable(Answer),
  agreedAt: nullable(Time),
  agreedOn: nullable(Type.Enum(["done", "undone"])),
  problem: nullable(TenantProblemDocument),
  endedAt: nullable(Time),
});
