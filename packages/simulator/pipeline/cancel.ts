import type { Outcome } from "../refusal.ts";
import { accepted, refusalOf, refused } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { Side } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { cancelApproval } from "./approval.ts";

/** Takes back a request that waits for its start or for an approval. */
export function cancelRequest(
  tenant: Tenant,
  side: Side,
  requestId: string,
  caller: Caller,
): Outcome<ScheduleRequest> {
  const now = tenant.settle();
  const found = tenant.requests.byId(side, requestId.toLowerCase());
  if (found === null) return refused(refusalOf("unknownError"));
  if (found.status !== "Granted" && found.status !== "PendingApproval") {
    return refused(refusalOf("invalidRequest"));
  }
  return tenant.actAs(caller, () => {
    cancelApproval(tenant, found);
    const canceled: ScheduleRequest = { ...found, status: "Canceled" };
    tenant.requests.put(canceled);
    tenant.schedules.remove(side, found.targetScheduleId ?? "", now);
    return accepted(canceled);
  });
}
