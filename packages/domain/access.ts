/**
 * Where a role holds, in Microsoft's own words and passed through unchanged: exactly one of the two is set.
 * `directoryScopeId` is `/` for the whole tenant, `/administrativeUnits/{id}` or `/{objectId}` otherwise.
 */
export type Scope = { readonly directoryScopeId: string | null; readonly appScopeId: string | null };

/** Who may do what where: the identity of an assignment, and of the conversion that moves it. */
export type AccessKey = Scope & { readonly principalId: string; readonly roleDefinitionId: string };

/** How a principal comes by a row: only `Direct` rows can be acted on. */
export type MemberType = "Direct" | "Group" | "Inherited";

/** A row of `roleAssignmentScheduleInstances`: active access in force now. Times are RFC 3339 in UTC. */
export type AssignmentInstance = AccessKey & {
  readonly id: string;
  readonly assignmentType: "Assigned" | "Activated";
  readonly memberType: MemberType;
  readonly startDateTime: string | null;
  readonly endDateTime: string | null;
  readonly roleAssignmentScheduleId: string;
  readonly roleAssignmentOriginId: string | null;
};

/** A row of `roleEligibilityScheduleInstances`: access that its holder can activate now. */
export type EligibilityInstance = AccessKey & {
  readonly id: string;
  readonly memberType: MemberType;
  readonly startDateTime: string | null;
  readonly endDateTime: string | null;
  readonly roleEligibilityScheduleId: string;
};

/** A row of `roleAssignments`: what is effective now, PIM or not, activations included. */
export type RoleAssignment = AccessKey & { readonly id: string };

/** True when both say the same principal, role and scope. */
export function sameKey(a: AccessKey, b: AccessKey): boolean {
  return (
    a.principalId === b.principalId &&
    a.roleDefinitionId === b.roleDefinitionId &&
    a.directoryScopeId === b.directoryScopeId &&
    a.appScopeId === b.appScopeId
  );
}

/** One string for one key, for maps and for a stable order. */
export function keyText(key: AccessKey): string {
  return JSON.stringify([key.principalId, key.roleDefinitionId, key.directoryScopeId, key.appScopeId]);
}

/**
 * Standing access: assigned, in person, without an end. A time-bound assignment ends by itself, an activation
 * was asked for, and a row that comes through a group belongs to the group.
 */
export function isStanding(row: AssignmentInstance): boolean {
  return row.assignmentType === "Assigned" && row.endDateTime === null && row.memberType === "Direct";
}

/** How an active row came to be, told from the instance alone (`pim-apis`, instance examples). */
export type Origin = "outsidePim" | "pimPermanent" | "pimTimeBound" | "activation";

/** Tells the origin of an active row. */
export function originOf(row: AssignmentInstance): Origin {
  if (row.assignmentType === "Activated") return "activation";
  if (row.endDateTime !== null) return "pimTimeBound";
  return row.startDateTime === null ? "outsidePim" : "pimPermanent";
}
