import { isStanding, keyText, type AccessKey, type EligibilityInstance } from "./access.ts";
import type { EligibilityTerm } from "./conversion.ts";
import { isConverted, isTaken, type ManifestEntry } from "./manifest.ts";
import type { PrincipalAccess } from "./principal-access.ts";

/**
 * Everything of a principal when a plan has ended, with what is held in person then. Standing is only what both of the
 * tenant's lists have; what ends by itself or comes through a group is not counted.
 */
export type EndState = PrincipalAccess & {
  readonly standing: readonly AccessKey[];
  readonly eligible: readonly AccessKey[];
};

/**
 * What a principal will hold once its entries of a manifest are carried out. Every row that no entry changes stays as it
 * is; eligible access that is there already is not made twice. What is made begins when the tenant was read.
 */
export function endState(
  access: PrincipalAccess,
  entries: readonly ManifestEntry[],
  term: EligibilityTerm,
): EndState {
  const held = heldAtEnd(access, entries, term);
  const listed = new Set(held.roleAssignments.map(keyText));
  return {
    ...held,
    standing: held.assignments.filter((row) => isStanding(row) && listed.has(keyText(row))),
    eligible: held.eligibilities.filter(({ memberType }) => memberType === "Direct"),
  };
}

function heldAtEnd(
  access: PrincipalAccess,
  entries: readonly ManifestEntry[],
  term: EligibilityTerm,
): PrincipalAccess {
  const ended = entries.filter(isTaken);
  if (ended.length === 0) return access;
  const endedIds = new Set(ended.map(({ assignmentId }) => assignmentId));
  const assignments = access.assignments.filter(({ id }) => !endedIds.has(id));
  const stillActive = new Set(assignments.map(keyText));
  const endedKeys = new Set(ended.map(({ key }) => keyText(key)));
  const eligible = new Set(
    access.eligibilities.filter(({ memberType }) => memberType === "Direct").map(keyText),
  );
  const made = new Map(
    ended
      .filter((entry) => isConverted(entry) && !eligible.has(keyText(entry.key)))
      .map((entry) => [keyText(entry.key), eligibilityOf(entry, term)]),
  );
  return {
    ...access,
    assignments,
    roleAssignments: access.roleAssignments.filter(
      (row) => !endedKeys.has(keyText(row)) || stillActive.has(keyText(row)),
    ),
    eligibilities: [...access.eligibilities, ...made.values()],
  };
}

function eligibilityOf(
  { key, assignmentId, beforeImage }: ManifestEntry,
  term: EligibilityTerm,
): EligibilityInstance {
  const { readAt } = beforeImage;
  return {
    ...key,
    id: assignmentId,
    memberType: "Direct",
    startDateTime: readAt,
    endDateTime: term.type === "none" ? null : new Date(Date.parse(readAt) + term.durationMs).toISOString(),
    roleEligibilityScheduleId: assignmentId,
  };
}
