import { Type } from "typebox";
import type { ScheduleRequest, Side, SubmittedRequest, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { malformed } from "../client/reply.ts";
import { absentOrNull, Id, KEY_FIELDS, keyOf, Time, withScope } from "../reading/fields.ts";
import { whereAll, withQuery } from "../reading/filter.ts";
import { collect, readPages } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

const REQUESTS: Readonly<Record<Side, string>> = {
  assignment: "/roleManagement/directory/roleAssignmentScheduleRequests",
  eligibility: "/roleManagement/directory/roleEligibilityScheduleRequests",
};

const readRequest = rowReader(
  withScope(
    Type.Object({
      id: Id,
      status: Type.String({ minLength: 1 }),
      action: Type.String({ minLength: 1 }),
      ...KEY_FIELDS,
      targetScheduleId: absentOrNull(Id),
      justification: absentOrNull(Type.String()),
      createdDateTime: absentOrNull(Time),
    }),
  ),
  (row): SubmittedRequest => ({
    id: row.id,
    status: row.status,
    action: row.action,
    key: keyOf(row),
    targetScheduleId: row.targetScheduleId ?? null,
    justification: row.justification ?? null,
    createdDateTime: row.createdDateTime ?? null,
  }),
);

/**
 * `POST` of one request. A success (201) says that PIM took the request, not that it took effect: read `status`,
 * and then the instances.
 */
export async function submit(
  client: GraphClient,
  request: ScheduleRequest,
): Promise<TenantAnswer<SubmittedRequest>> {
  const { side, clientRequestId } = request;
  const body = bodyOf(request, client.now());
  const reply = await client.send({
    method: "POST",
    target: REQUESTS[side],
    body,
    effect: "write",
    clientRequestId,
  });
  if (!reply.ok) return reply;
  const read = readRequest(reply.body);
  if (!read.ok) return { ok: false, problem: malformed(reply.trace, read.place) };
  return { ok: true, value: read.row, requestId: reply.trace.requestId };
}

/** The requests of one principal in one role that PIM still lists (it forgets after weeks), newest first. */
export async function listRequests(
  client: GraphClient,
  of: { readonly side: Side; readonly principalId: string; readonly roleDefinitionId: string },
): Promise<TenantAnswer<readonly SubmittedRequest[]>> {
  const { side, principalId, roleDefinitionId } = of;
  const target = withQuery(REQUESTS[side], { filter: whereAll({ principalId, roleDefinitionId }) });
  const listed = await collect(readPages(client, target, readRequest));
  if (!listed.ok) return listed;
  return { ...listed, value: listed.value.toSorted((a, b) => createdAtMs(b) - createdAtMs(a)) };
}

/**
 * What is sent. The start is the moment of sending: PIM moves a start that has passed to the time it provisions
 * at. A scope that is not set is left out, and a removal has no schedule.
 */
function bodyOf(request: ScheduleRequest, now: Date): object {
  const { action, key, expiration, justification, ticketInfo } = request;
  const { directoryScopeId, appScopeId } = key;
  return {
    action,
    principalId: key.principalId,
    roleDefinitionId: key.roleDefinitionId,
    ...(directoryScopeId === null ? {} : { directoryScopeId }),
    ...(appScopeId === null ? {} : { appScopeId }),
    justification,
    ...(expiration === null ? {} : { scheduleInfo: { startDateTime: now.toISOString(), expiration } }),
    ticketInfo,
  };
}

function createdAtMs({ createdDateTime }: SubmittedRequest): number {
  return createdDateTime === null ? 0 : Date.parse(createdDateTime);
}
