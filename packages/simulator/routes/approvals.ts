import type { FastifyInstance, FastifyRequest } from "fastify";
import { approvalStepRow } from "../collections/approvals.ts";
import { refuse } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { decideApproval } from "../pipeline/approval.ts";
import type { Decision } from "../pipeline/approval.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, objectNotFound, refused } from "../refusal.ts";
import type { Approval } from "../state/approvals.ts";
import type { Tenant } from "../state/tenant.ts";
import { answerRow, answerRows, readRowQuery } from "./row-answers.ts";

const PATH = "roleManagement/directory/roleAssignmentApprovals";
const RESULTS = ["Approve", "Deny"] as const;

interface Ids {
  readonly id: string;
  readonly stepId: string;
}

function readDecision(body: unknown): Decision | null {
  const get = (name: string): unknown =>
    typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  const wanted = String(get("reviewResult")).toLowerCase();
  const reviewResult = RESULTS.find((known) => known.toLowerCase() === wanted);
  const justification = get("justification") ?? "";
  if (reviewResult === undefined || typeof justification !== "string") return null;
  return { reviewResult, justification };
}

/** Approvals of activations, which only beta has: each with one step. */
export function serveApprovals(app: FastifyInstance, tenant: Tenant): void {
  const find = ({ id, stepId }: Partial<Ids>): Outcome<Approval> => {
    const approval = tenant.approvals.byId(id ?? "");
    if (approval === null) return refused(objectNotFound(id ?? ""));
    const isThere = stepId === undefined || stepId.toLowerCase() === approval.stageId;
    return isThere ? accepted(approval) : refused(objectNotFound(stepId));
  };
  const stepOf = (request: FastifyRequest, approval: Approval) =>
    approvalStepRow(tenant, approval, callerOf(request).id);

  app.get<{ Params: Ids }>(`/${PATH}/:id`, async (request, reply) => {
    const query = readRowQuery(request, { steps: [] });
    if (!query.isOk) return refuse(request, reply, query.refusal);
    const found = find(request.params);
    if (!found.isOk) return refuse(request, reply, found.refusal);
    const isExpanded = query.value.expand.length > 0;
    const row = { id: found.value.id, ...(isExpanded ? { steps: [stepOf(request, found.value)] } : {}) };
    return answerRow(request, reply, query.value, { path: PATH, row });
  });

  app.get<{ Params: Ids }>(`/${PATH}/:id/steps`, async (request, reply) => {
    const query = readRowQuery(request, {});
    if (!query.isOk) return refuse(request, reply, query.refusal);
    const found = find(request.params);
    if (!found.isOk) return refuse(request, reply, found.refusal);
    const rows = [stepOf(request, found.value)];
    return answerRows(request, reply, query.value, { path: `${PATH}('${found.value.id}')/steps`, rows });
  });

  app.get<{ Params: Ids }>(`/${PATH}/:id/steps/:stepId`, async (request, reply) => {
    const query = readRowQuery(request, {});
    if (!query.isOk) return refuse(request, reply, query.refusal);
    const found = find(request.params);
    if (!found.isOk) return refuse(request, reply, found.refusal);
    const row = stepOf(request, found.value);
    return answerRow(request, reply, query.value, { path: `${PATH}('${found.value.id}')/steps`, row });
  });

  app.patch<{ Params: Ids }>(`/${PATH}/:id/steps/:stepId`, async (request, reply) => {
    const found = find(request.params);
    if (!found.isOk) return refuse(request, reply, found.refusal);
    const decision = readDecision(request.body);
    if (decision === null) {
      return refuse(request, reply, badRequest("reviewResult must be Approve or Deny."));
    }
    const outcome = decideApproval(tenant, found.value, callerOf(request), decision);
    return outcome.isOk ? reply.code(204).send() : refuse(request, reply, outcome.refusal);
  });
}
