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

/** One role that was found. */
export const RoleDocument = namedShape("Role", "One role that was found, built-in or the tenant's own.", {
  id: Type.String(),
  templateId: nullable(Type.String()),
  displayName: Type.String(),
  isBuiltIn: Type.Boolean(),
  isEnabled: Type.Boolean(),
  isPrivileged: nullable(Type.Boolean()),
});
export type RoleDocument = Static<typeof RoleDocument>;

/** One principal that was found. What a kind does not have is null. */
export const PrincipalDocument = namedShape(
  "Principal",
  "One principal as the directory showed it; what a kind does not have is null.",
  {
    id: Type.String(),
    type: Type.Enum(["user", "group", "servicePrincipal", "unknown"]),
    displayName: nullable(Type.String()),
    userPrincipalName: nullable(Type.String()),
    accountEnabled: nullable(Type.Boolean()),
    userType: nullable(Type.String()),
    department: nullable(Type.String()),
    country: nullable(Type.String()),
    jobTitle: nullable(Type.String()),
    externalUserState: nullable(Type.String()),
    isMicrosoftAccount: nullable(Type.Boolean()),
    isLicensedForPim: nullable(Type.Boolean()),
    lastSignIn: Type.Union([
      shape({ isKnown: Type.Literal(false) }),
      shape({ isKnown: Type.Literal(true), at: nullable(Time) }),
    ]),
    createdDateTime: nullable(Time),
    onPremisesSyncEnabled: nullable(Type.Boolean()),
    isAssignableToRole: nullable(Type.Boolean()),
    isDynamic: nullable(Type.Boolean()),
    appId: nullable(Type.String()),
    servicePrincipalType: nullable(Type.String()),
  },
);
export type PrincipalDocument = Static<typeof PrincipalDocument>;

/** One administrative unit that was found. */
export const AdministrativeUnitDocument = namedShape(
  "AdministrativeUnit",
  "One administrative unit that was found.",
  { id: Type.String(), displayName: Type.String() },
);
export type AdministrativeUnitDocument = Static<typeof AdministrativeUnitDocument>;

/** One row of the plain list of role assignments. */
export const RoleAssignmentDocument = namedShape(
  "RoleAssignment",
  "One row of the plain list of role assignments: what is effective, PIM or not.",
  { ...accessKey, id: Type.String() },
);
export type RoleAssignmentDocument = Static<typeof RoleAssignmentDocument>;

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
