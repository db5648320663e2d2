import type { FastifyInstance } from "fastify";
import { requestRow } from "../../collections/requests.ts";
import { readWrite } from "../../pipeline/read-body.ts";
import { submit } from "../../pipeline/submit.ts";
import type { Outcome } from "../../refusal.ts";
import { personInPortal } from "../../state/actor.ts";
import type { ScheduleRequest } from "../../state/requests.ts";
import type { Grant } from "../../state/schedule.ts";
import type { Tenant } from "../../state/tenant.ts";
import { answer } from "../answer.ts";
import { GRANT, grantProperties, objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const ACTIVATION = objectOf({ ...grantProperties, duration: { ...text, default: "PT1H" } }, [
  "principalId",
  "roleDefinitionId",
]);

/** What a user does for themselves in PIM, answered as Graph would. */
export function serveUserActions(app: FastifyInstance, { tenant }: ControlOptions): void {
  app.post<{ Body: Grant & { duration: string } }>(
    "/activations",
    { schema: { body: ACTIVATION } },
    async (request, reply) => {
      const { duration, ...grant } = request.body;
      return answer(
        reply,
        runAsUser(tenant, {
          ...grant,
          action: "selfActivate",
          justification: "Work to do",
          scheduleInfo: { expiration: { type: "afterDuration", duration } },
        }),
        requestRow,
      );
    },
  );
  app.post<{ Body: Grant }>("/deactivations", { schema: { body: GRANT } }, async (request, reply) =>
    answer(reply, runAsUser(tenant, { ...request.body, action: "selfDeactivate" }), requestRow),
  );
}

function runAsUser(
  tenant: Tenant,
  body: Readonly<Record<string, unknown>> & Pick<Grant, "principalId" | "roleDefinitionId">,
): Outcome<ScheduleRequest> {
  const now = tenant.settle();
  // A person who is asked for more than a password gives it.
  const asked = tenant.policies.authenticationContext(body.roleDefinitionId);
  const caller = personInPortal(body.principalId, asked === null ? [] : [asked]);
  const write = readWrite(body, { side: "assignment", now, caller });
  return write.isOk ? submit(tenant, write.value, { isDropped: false }) : write;
}
