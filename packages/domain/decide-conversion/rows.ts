import { sameKey, type AssignmentInstance, type EligibilityInstance } from "../access.ts";
import type { Conversion, EligibilityTerm } from "../conversion.ts";
import type { AccessReading, Expiration } from "../schedule-request.ts";

/** The assigned row of the conversion's own access, standing or time-bound. */
export function assignedRow({ key }: Conversion, access: AccessReading): AssignmentInstance | undefined {
  return access.assignments.find(
    (row) => row.assignmentType === "Assigned" && row.memberType === "Direct" && sameKey(row, key),
  );
}

/** A running activation of the conversion's own access. */
export function activatedRow({ key }: Conversion, access: AccessReading): AssignmentInstance | undefined {
  return access.assignments.find((row) => row.assignmentType === "Activated" && sameKey(row, key));
}

/** The eligible row of the conversion's own access. */
export function eligibleRow({ key }: Conversion, access: AccessReading): EligibilityInstance | undefined {
  return access.eligibilities.find((row) => row.memberType === "Direct" && sameKey(row, key));
}

/**
 * True when neither list shows standing access: no assigned instance, and no plain assignment but those that a
 * running activation explains.
 */
export function isStandingAbsent(conversion: Conversion, access: AccessReading): boolean {
  if (assignedRow(conversion, access) !== undefined) return false;
  if (activatedRow(conversion, access) !== undefined) return true;
  return !access.roleAssignments.some((row) => sameKey(row, conversion.key));
}

/** True when the standing access is what it was when the tenant was read. */
export function isAsBefore({ beforeImage }: Conversion, row: AssignmentInstance): boolean {
  return sameInstant(row.endDateTime, beforeImage.endDateTime);
}

/** True when a row ends as a request said. */
export function endsAs(endDateTime: string | null, expiration: Expiration | null): boolean {
  return sameInstant(endDateTime, expiration?.type === "afterDateTime" ? expiration.endDateTime : null);
}

/** True when an eligibility that was made by somebody else is exactly what is wanted. */
export function isAsWanted(row: EligibilityInstance, term: EligibilityTerm): boolean {
  return term.type === "none" && row.endDateTime === null;
}

/** To the second: the service cuts off or adds fractions. */
function sameInstant(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(Date.parse(a) - Date.parse(b)) < 1000;
}
