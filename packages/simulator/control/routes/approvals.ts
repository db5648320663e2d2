import type { FastifyInstance } from "fastify";
import { requestRow } from "../../collections/requests.ts";
import { decideApproval } from "../../pipeline/approval.ts";
import { approversOf, mayApprove } from "../../pipeline/approvers.ts";
import { objectNotFound } from "../../refusal.ts";
import { personInPortal } from "../../state/actor.ts";
import { answer, refuse } from "../answer.ts";
import { objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const DECISION = objectOf(
  {
    approverId: text,
    decision: { type: "string", enum: ["approve", "deny"] },
    justification: { ...text, default: "Known to the team" },
  },
  ["approverId", "decision"],
);

/** What approvers do, and who they are. */
export function serveApprovalDecisions(app: FastifyInstance, { tenant }: ControlOptions): void {
  app.get("/approvals", async () => {
    tenant.settle();
    return {
      pending: tenant.approvals.open().map((approval) => ({
        requestId: approval.id,
        principalId: approval.write.principalId,
        roleDefinitionId: approval.write.roleDefinitionId,
        approverIds: approversOf(tenant, approval.write.roleDefinitionId).filter((id) =>
          mayApprove(tenant, approval, id),
        ),
      })),
    };
  });
  app.post<{
    Params: { requestId: string };
    Body: { approverId: string; decision: "approve" | "deny"; justification: string };
  }>("/approvals/:requestId", { schema: { body: DECISION } }, async (request, reply) => {
    tenant.settle();
    const { approverId, decision, justification } = request.body;
    const approval = tenant.approvals.byId(request.params.requestId);
    if (approval === null) return refuse(reply, objectNotFound(request.params.requestId));
    const reviewResult = decision === "approve" ? "Approve" : "Deny";
    const approver = personInPortal(approverId.toLowerCase());
    return answer(
      reply,
      decideApproval(tenant, approval, approver, { reviewResult, justification }),
      requestRow,
    );
  });
}
