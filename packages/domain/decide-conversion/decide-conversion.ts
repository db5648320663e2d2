import { isOpen } from "../step.ts";
import { end, type ConversionAction, type ObservedSituation, type Situation } from "./action.ts";
import { beginGrant, settleGrant, settleGrantToUndo } from "./grant.ts";
import { beginRemove, settleRemove } from "./remove.ts";
import { beginRestore, settleRestore } from "./restore.ts";
import { beginRevoke, settleRevoke } from "./revoke.ts";
import { beginTakeAway, settleTakeAway } from "./take-away.ts";

/**
 * What happens next to a conversion, told from what is: one action. Whatever was sent is settled by reading before
 * anything else is sent. Forward: grant, then remove; where access is taken away, remove alone. Back: restore, then
 * revoke.
 */
export function decideConversion(situation: Situation): ConversionAction {
  const { access } = situation.observed;
  if (access === null) return { do: "readAccess" };
  const observed: ObservedSituation = { ...situation, access };
  return (
    settleOpenStep(observed) ??
    (situation.conversion.direction === "forward" ? goForward(observed) : goBack(observed))
  );
}

/** The later step first: what it depends on is settled by then, or no longer matters. */
function settleOpenStep(situation: ObservedSituation): ConversionAction | null {
  const { conversion } = situation;
  const { grant, remove, restore, revoke } = conversion.steps;
  if (isOpen(restore)) return settleRestore(situation, restore);
  if (isOpen(revoke)) return settleRevoke(situation, revoke);
  if (isOpen(remove) && restore.state === "pending") {
    return conversion.disposition === "remove"
      ? settleTakeAway(situation, remove)
      : settleRemove(situation, remove);
  }
  if (!isOpen(grant)) return null;
  return conversion.direction === "forward"
    ? settleGrant(situation, grant)
    : settleGrantToUndo(situation, grant);
}

function goForward(situation: ObservedSituation): ConversionAction {
  const { conversion, now } = situation;
  const { grant, remove, restore } = conversion.steps;
  if (conversion.disposition === "remove") {
    const isToBegin = remove.state === "pending" || remove.state === "failed";
    return isToBegin ? beginTakeAway(situation) : end(conversion, "removed", null);
  }
  if (restore.state !== "pending") {
    // Only a rescue restores on the way forward: access was put back, and a person must see why it was lost.
    return end(conversion, "quarantined", "eligibilityLost", {
      ...remove,
      state: "failed",
      endedAt: now.toISOString(),
    });
  }
  if (grant.state === "pending" || grant.state === "failed") return beginGrant(situation);
  if (remove.state === "pending" || remove.state === "failed") return beginRemove(situation);
  return end(conversion, "converted", null);
}

function goBack(situation: ObservedSituation): ConversionAction {
  const { conversion } = situation;
  const { restore, revoke } = conversion.steps;
  if (restore.state === "pending" || restore.state === "failed") return beginRestore(situation);
  if (revoke.state === "pending" || revoke.state === "failed") return beginRevoke(situation);
  return end(conversion, "rolledBack", null);
}
