import type { ScheduleRequest } from "../state/requests.ts";

/** How long the access was asked for, or had lasted: part of most names. */
export type Term = "permanent" | "timebound";

/** Where a request stands: each is an entry with a name of its own. */
export type RequestStage = "requested" | "completed" | "canceled";

/**
 * The service's name for what a request does, of Microsoft's list of audit activities. That list has no name for a
 * change that was carried out but the last one here.
 */
export function requestActivity(request: ScheduleRequest, stage: RequestStage, term: Term): string {
  const member = request.side === "eligibility" ? "eligible member" : "member";
  switch (request.action) {
    case "selfActivate":
      return `Add member to role ${stage} (PIM activation)`;
    case "selfDeactivate":
      return `Remove member from role ${stage} (PIM deactivate)`;
    case "adminAssign":
      return `Add ${member} to role in PIM ${stage} (${term})`;
    case "adminRenew":
    case "selfRenew":
      return `Add ${member} to role in PIM ${stage} (${stage === "completed" ? term : "renew"})`;
    case "adminRemove":
      return stage === "canceled"
        ? "Cancel request for role removal"
        : `Remove ${member} from role in PIM ${stage} (${term})`;
    case "adminUpdate":
    case "adminExtend":
    case "selfExtend":
      return stage === "completed"
        ? "Process role update request"
        : `Update ${member} in PIM ${stage} (extend)`;
  }
}
