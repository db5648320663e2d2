import type { CurrentUserRows } from "../http/current-user.ts";
import { approvalsFor } from "../pipeline/approvers.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { Tenant } from "../state/tenant.ts";

/** The requests that have to do with a user: about them, made by them, or waiting for their approval. */
export function requestsOfUser(tenant: Tenant, typeName: string): CurrentUserRows<ScheduleRequest> {
  return {
    typeName,
    relations: ["principal", "createdBy", "approver"],
    ofUser(userId, relation) {
      if (relation === "principal") return (request) => request.principalId === userId;
      if (relation === "createdBy") return (request) => request.createdById === userId;
      const waitingIds = new Set(approvalsFor(tenant, userId).map((approval) => approval.id));
      return (request) => waitingIds.has(request.id);
    },
  };
}
