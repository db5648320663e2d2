/** The sides of PIM: what is active, and what may be activated; of directory roles, and of groups. */
export type Side = "assignment" | "eligibility" | "groupAssignment" | "groupEligibility";

/** How a principal comes by a row; only `Direct` ones can be acted on. */
export type MemberType = "Direct" | "Group" | "Inherited";

/**
 * Which lists show a row. `usual`: those of PIM, and `roleAssignments` unless its principal was deleted. The others are
 * of tenants whose two surfaces do not match.
 */
export type Listing = "usual" | "always" | "pimOnly" | "roleAssignmentsOnly";

/**
 * Role, principal and scope: what makes two rows "the same" to the service. In PIM for Groups the role is to be a
 * member or an owner of a group (`accessRoleId`), and the scope is `/`.
 */
export interface Grant {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  /** Null when the scope is of an application (`appScopeId`). */
  readonly directoryScopeId: string | null;
  readonly appScopeId: string | null;
}

/**
 * One schedule, now or in the future; the instance and the plain role assignment are derived from it. Times are
 * milliseconds since 1970. Never changed in place: a change is another object with the same id.
 */
export interface Schedule extends Grant {
  readonly side: Side;
  /** Counts up with each new row: the order of lists. */
  readonly order: number;
  /**
   * Of the schedule: a GUID, or for rows made outside PIM the same as `instanceId`; in PIM for Groups with the role
   * and `_` before the GUID.
   */
  readonly id: string;
  /** Of the instance and of the plain role assignment. */
  readonly instanceId: string;
  readonly origin: "outsidePim" | "pim";
  readonly assignmentType: "Assigned" | "Activated";
  readonly memberType: MemberType;
  readonly listing: Listing;
  readonly createdAt: number;
  readonly modifiedAt: number | null;
  readonly startAt: number;
  /** Null for no end. */
  readonly endAt: number | null;
  /** False while the start lies in the future. */
  readonly isInForce: boolean;
  /** For an activation: the schedule of the eligibility that it uses. */
  readonly activatedUsing: string | null;
  /** When this version of the row was stored; lists may show it later. */
  readonly storedAt: number;
}

/** A text that is the same for the same scope. */
export function scopeKey(grant: Pick<Grant, "directoryScopeId" | "appScopeId">): string {
  return grant.appScopeId === null ? `d:${grant.directoryScopeId}` : `a:${grant.appScopeId}`;
}

/** A text that is the same for the same principal, role and scope. */
export function grantKey(grant: Grant): string {
  return `${grant.principalId}|${grant.roleDefinitionId}|${scopeKey(grant)}`;
}

/** Whether two rows have the same principal, role and scope. */
export function isSameGrant(one: Grant, other: Grant): boolean {
  return (
    one.principalId === other.principalId &&
    one.roleDefinitionId === other.roleDefinitionId &&
    scopeKey(one) === scopeKey(other)
  );
}

/** Standing access: assigned, and without an end. */
export function isStanding(row: Schedule): boolean {
  return row.side === "assignment" && row.assignmentType === "Assigned" && row.endAt === null;
}

/** The object that a scope names: `/administrativeUnits/{id}`, `/applications/{id}` or `/{id}`; null for the tenant. */
export function scopeObjectId(scopeId: string | null): string | null {
  return (
    /^\/(?:administrativeUnits\/|applications\/)?(?<id>[0-9a-f-]{36})$/iu.exec(scopeId ?? "")?.groups?.[
      "id"
    ] ?? null
  );
}
