import { INVENTORY_STATES, ofEachKind } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { accessKey } from "./access.ts";
import { Id, namedShape, nullable, shape, Time } from "./shape.ts";
import { TenantProblemDocument } from "./tenant-problem.ts";

const Count = Type.Integer({ minimum: 0 });

/**
 * One reading of a tenant, with the rows of each kind so far, how far each has been read, and how often the tenant was
 * asked. One that failed says with which code, and is never an empty one. */
export const InventoryDocument = namedShape("Inventory", "One reading of the tenant.", {
  id: Id,
  tenantId: Type.String(),
  requestedBy: Type.String(),
  state: Type.Enum([...INVENTORY_STATES]),
  createdAt: Time,
  endedAt: nullable(Time),
  counts: shape(ofEachKind(() => Count)),
  reading: shape(ofEachKind(() => shape({ pagesRead: Count, isComplete: Type.Boolean() }))),
  requestCount: Count,
  problem: nullable(TenantProblemDocument),
});
export type InventoryDocument = Static<typeof InventoryDocument>;

/** One active assignment that was found. */
export const AssignmentDocument = namedShape("Assignment", "One active assignment that was found.", {
  ...accessKey,
  id: Type.String(),
  assignmentType: Type.Enum(["Assigned", "Activated"]),
  memberType: Type.Enum(["Direct", "Group", "Inherited"]),
  startDateTime: nullable(Time),
  endDateTime: nullable(Time),
  roleAssignmentScheduleId: Type.String(),
  roleAssignmentOriginId: nullable(Type.String()),
});
export type AssignmentDocument = Static<typeof AssignmentDocument>;

/** One eligible assignment that was found. */
export const EligibilityDocument = namedShape("Eligibility", "One eligible assignment that was found.", {
  ...accessKey,
  id: Type.String(),
  memberType: Type.Enum(["Direct", "Group", "Inherited"]),
  startDateTime: nullable(Time),
  endDateTime: nullable(Time),
  roleEligibilityScheduleId: Type.String(),
});
export type EligibilityDocument = Static<typeof EligibilityDocument>;
