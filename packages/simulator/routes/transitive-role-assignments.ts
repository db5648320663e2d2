import type { FastifyInstance } from "fastify";
import { groupsAround } from "../collections/directory-relations.ts";
import { scheduleCollection } from "../collections/schedules.ts";
import { refuse, urlOf } from "../http/answer.ts";
import { requiredValues } from "../odata/filter.ts";
import { parseQuery } from "../odata/query.ts";
import { ANY_ROW } from "../state/row-filter.ts";
import type { Tenant } from "../state/tenant.ts";
import { answerPage, readContext } from "./read.ts";

const PATH = "roleManagement/directory/transitiveRoleAssignments";

/**
 * Role assignments of a principal and of the groups around it; only in beta. Microsoft asks for
 * `ConsistencyLevel: eventual`, `$count=true` and a filter that names the principal; rows keep the holder's own id.
 */
export function serveTransitiveRoleAssignments(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  app.get(`/${PATH}`, async (request, reply) => {
    const query = parseQuery(urlOf(request));
    if (!query.isOk) return refuse(request, reply, query.refusal);
    const [principalId] = requiredValues(query.value.filter, "principalId") ?? [];
    if (principalId === undefined || !query.value.isCountWanted || !readContext(request).isEventual) {
      const message =
        "This list needs ConsistencyLevel: eventual, $count=true and a filter that names principalId.";
      return refuse(request, reply, { status: 400, code: "Request_UnsupportedQuery", message });
    }
    const principal = tenant.directory.byId(principalId);
    const around = principal === null ? [] : groupsAround(tenant, principal);
    const holderIds = [principalId, ...around.map((group) => group.id)];
    const plain = scheduleCollection(tenant, "roleAssignments", pageSize);
    return answerPage(request, reply, {
      ...plain,
      path: PATH,
      candidates: (_filter, after) =>
        holderIds
          .flatMap((id) => [
            ...tenant.visible("roleAssignments", "assignment", { ...ANY_ROW, principalIds: [id] }, after),
          ])
          .filter((row) => row.isInForce)
          .toSorted((one, other) => one.order - other.order),
      // Whose assignments they are is answered above: rows of groups belong to the principal that was named.
      toFilterRow: (row) => ({ ...plain.toRow(row), principalId }),
    });
  });
}
