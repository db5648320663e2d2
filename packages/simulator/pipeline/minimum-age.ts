import { refusalOf } from "../refusal.ts";
import { grantKey } from "../state/schedule.ts";
import { activeSideOf, isOfGroups } from "../state/sides.ts";
import type { Check } from "./write.ts";

const CHANGING = new Set(["adminUpdate", "adminRemove", "adminExtend", "selfDeactivate", "selfExtend"]);

/**
 * The five-minute rule: nothing of a principal in a role, on either side and at any scope, is changed or removed while
 * an active row of theirs is younger than the minimum (measured on a real tenant). Creating is never refused by it. Of
 * groups only the code of the refusal is known, from clients.
 */
export const checkMinimumAge: Check = (tenant, write) => {
  if (!CHANGING.has(write.action)) return null;
  if (isOfGroups(write.side) && !tenant.quirks.strikes("groupMinimumAge", grantKey(write))) return null;
  const isTooYoung = tenant.schedules
    .ofPrincipalInRole(activeSideOf(write.side), write.principalId, write.roleDefinitionId)
    .some((row) => row.isInForce && write.receivedAt - row.startAt < tenant.minimumAgeMs);
  return isTooYoung ? refusalOf("activeDurationTooShort") : null;
};
