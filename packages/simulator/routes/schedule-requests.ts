import type { FastifyInstance } from "fastify";
import { GROUP_PIM_PATH } from "../collections/group-schedules.ts";
import { requestRow } from "../collections/requests.ts";
import { answer, refuse, rootOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { cancelRequest } from "../pipeline/cancel.ts";
import { readWrite } from "../pipeline/read-body.ts";
import { submit } from "../pipeline/submit.ts";
import { accepted } from "../refusal.ts";
import type { Side } from "../state/schedule.ts";
import { grantKey } from "../state/schedule.ts";
import { SIDES } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";

const PATHS: Readonly<Record<Side, string>> = {
  assignment: "roleManagement/directory/roleAssignmentScheduleRequests",
  eligibility: "roleManagement/directory/roleEligibilityScheduleRequests",
  groupAssignment: `${GROUP_PIM_PATH}/assignmentScheduleRequests`,
  groupEligibility: `${GROUP_PIM_PATH}/eligibilityScheduleRequests`,
};

/** The write surface of PIM, of roles and of groups: requests, and taking back those that wait for their start. */
export function serveScheduleRequests(app: FastifyInstance, tenant: Tenant): void {
  for (const side of SIDES) {
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
      const outcome = cancelRequest(tenant, side, request.params.id, callerOf(request));
      return outcome.isOk ? reply.code(204).send() : refuse(request, reply, outcome.refusal);
    });
  }
}
