import { isStanding, keyText, type AccessKey } from "../access.ts";
import { isEffective } from "../disposition.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";

/** True when standing access goes away, whatever comes instead. */
export function isTaken({ disposition }: ManifestEntry): boolean {
  return isEffective(disposition);
}

/** True when it becomes eligible. */
export function isConverted({ disposition }: ManifestEntry): boolean {
  return disposition === "convert";
}

/** What somebody holds in person when the plan has ended. */
export type EndState = { readonly standing: readonly AccessKey[]; readonly eligible: readonly AccessKey[] };

/**
 * What one principal holds when everything is carried out. Standing is only what both of the tenant's lists have; what
 * ends by itself or comes through a group is not counted.
 */
export function endStateOf(access: PrincipalAccess, entries: readonly ManifestEntry[]): EndState {
  const takenIds = new Set(entries.filter(isTaken).map(({ assignmentId }) => assignmentId));
  const listed = new Set(access.roleAssignments.map(keyText));
  return {
    standing: access.assignments.filter(
      (row) => isStanding(row) && !takenIds.has(row.id) && listed.has(keyText(row)),
    ),
    eligible: [
      ...access.eligibilities.filter(({ memberType }) => memberType === "Direct"),
      ...entries.filter(isConverted).map(({ key }) => key),
    ],
  };
}
