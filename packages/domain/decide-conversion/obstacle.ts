import { isStanding } from "../access.ts";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Conversion } from "../conversion.ts";
import { end, type ConversionAction, type ObservedSituation } from "./action.ts";
import { activatedRow } from "./rows.ts";
import { untilItEnds } from "./waiting.ts";

/** True for an access of an account that is never touched, whatever a manifest says. */
export function isEmergencyAccess({ key, emergencyAccess }: Conversion): boolean {
  return emergencyAccess.principalIds.includes(key.principalId);
}

/**
 * What keeps standing access from being taken away right now, for whatever reason it is taken away: an activation in
 * use, or too few emergency access accounts left that rule the whole tenant. Null: nothing does.
 */
export function obstacleToRemoval({
  conversion,
  access,
  observed,
}: ObservedSituation): ConversionAction | null {
  const { principalIds, minimumStanding } = conversion.emergencyAccess;
  const wait = untilItEnds(activatedRow(conversion, access));
  if (wait !== null) return wait;
  if (conversion.key.roleDefinitionId !== GLOBAL_ADMINISTRATOR) return null;
  if (observed.holders === null) return { do: "readHolders" };
  const rulers = observed.holders.filter((row) => isStanding(row) && row.directoryScopeId === "/");
  const left = new Set(rulers.map((row) => row.principalId));
  const remaining = principalIds.filter((id) => left.has(id)).length;
  return remaining < minimumStanding ? end(conversion, "quarantined", "floorReached") : null;
}
