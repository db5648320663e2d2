import { keyText, type EligibilityInstance } from "./access.ts";
import type { EligibilityTerm } from "./conversion.ts";
import type { Disposition } from "./disposition.ts";
import type { ManifestEntry } from "./manifest.ts";
import type { PrincipalAccess } from "./principal-access.ts";

/** What a disposition changes in the tenant. */
type Effect = { readonly endsActive: boolean; readonly makesEligible: boolean };

function effectOf(disposition: Disposition): Effect {
  switch (disposition) {
    case "convert":
      return { endsActive: true, makesEligible: true };
    case "keep":
    case "exclude":
    case "review":
      return { endsActive: false, makesEligible: false };
  }
}

/**
 * What a principal will hold once its entries of a manifest are carried out. Every row that no entry changes stays as it
 * is; eligible access that is there already is not made twice. What is made begins when the tenant was read.
 */
export function endState(
  access: PrincipalAccess,
  entries: readonly ManifestEntry[],
  term: EligibilityTerm,
): PrincipalAccess {
  const ended = entries.filter(({ disposition }) => effectOf(disposition).endsActive);
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
      .filter(({ disposition, key }) => effectOf(disposition).makesEligible && !eligible.has(keyText(key)))
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
