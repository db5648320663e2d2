import { TEXT_PATTERN } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { EmergencyAccessOrder } from "./commands.ts";
import { Id, listOf, namedShape, nullable, shape, Time } from "./shape.ts";

/** The body of `POST /v1/inventory-schedules`. */
export const ScheduleOrder = shape({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: TEXT_PATTERN }),
  every: Type.String({
    maxLength: 100,
    description: "A duration like P1D, or a cron expression of five parts like 0 6 * * 1.",
  }),
  timeZone: Type.Optional(
    Type.String({ maxLength: 100, description: "With a cron expression: an IANA time zone." }),
  ),
  ...EmergencyAccessOrder,
});
export type ScheduleOrder = Static<typeof ScheduleOrder>;

/** When a tenant is read again by itself. */
export const ScheduleDocument = namedShape("InventorySchedule", "When the tenant is read again by itself.", {
  id: Id,
  tenantId: Type.String(),
  name: Type.String(),
  every: Type.String(),
  timeZone: nullable(Type.String()),
  emergencyAccess: listOf(Type.String()),
  createdBy: Type.String(),
  createdAt: Time,
  nextDueAt: Time,
  lastInventoryId: nullable(Id),
});
export type ScheduleDocument = Static<typeof ScheduleDocument>;
