import type { FastifyInstance } from "fastify";
import { requestRow } from "../collections/requests.ts";
import { answer, refuse, rootOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { readWrite } from "../pipeline/read-body.ts";
import { submit } from "../pipeline/submit.ts";
import { accepted, refusalOf } from "../refusal.ts";
import { grantKey } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";

const PATHS = {
  assignment: "roleManagement/directory/roleAssignmentScheduleRequests",
  eligibility: "roleManagement/directory/roleEligibilityScheduleRequests",
} as const;

/** The write surface of PIM: requests, and taking back those that wait for their start. */
export function serveScheduleRequests(app: FastifyInstance, tenant: Tenant): void {
  for (const side of ["assignment", "eligibility"] as const) {
    app.post(`/${PATHS[side]}`, async (request, reply) => {
      const now = tenant.settle();
      const write = readWrite(request.body, { side, now, caller: callerOf(request) });
      if (!write.isOk) return refuse(request, reply, write.refusal);
      const outcome = submit(tenant, write.value, { isDropped: request.fault?.kind === "silentDrop" });
      if (!outcome.isOk) return refuse(request, reply, outcome.refusal);
      const { isValidationOnly } = outcome.value;
      if (isValidationOnly && tenant.quirks.strikes("validationAnswers204", grantKey(outcome.value))) {
        return reply.code(204).send();
      }
      const odataContext = `${rootOf(request)}/$metadata#${PATHS[side]}/$entity`;
      const body = { "@odata.context": odataContext, ...requestRow(outcome.value) };
      return answer(request, reply, accepted(body), 201);
    });

    app.post<{ Params: { id: string } }>(`/${PATHS[side]}/:id/cancel`, async (request, reply) => {
      const now = tenant.settle();
      const found = tenant.requests.byId(side, request.params.id.toLowerCase());
      if (found === null) return refuse(request, reply, refusalOf("unknownError"));
      if (found.status !== "Granted") return refuse(request, reply, refusalOf("invalidRequest"));
      tenant.requests.put({ ...found, status: "Canceled" });
      tenant.schedules.remove(side, found.targetScheduleId ?? "", now);
      return reply.code(204).send();
    });
  }
}
