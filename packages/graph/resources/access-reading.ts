import type { AccessReading, Principal, PrincipalType, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { malformed, type Reply } from "../client/reply.ts";
import { readBatch, worstProblem } from "../reading/batch.ts";
import { whereAll, withQuery } from "../reading/filter.ts";
import { collect, pagesFrom, readOne } from "../reading/paging.ts";
import { ASSIGNMENT_INSTANCES, readAssignmentInstance } from "./assignment-schedule-instances.ts";
import { ELIGIBILITY_INSTANCES, readEligibilityInstance } from "./eligibility-schedule-instances.ts";
import { isKnownKind, PRINCIPAL_KINDS, PRINCIPAL_ROWS, readDirectoryObject } from "./principal-rows.ts";
import { readRoleAssignment, ROLE_ASSIGNMENTS } from "./role-assignments.ts";

/** Whose access is read, and in which role. */
export type AccessQuestion = {
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly roleDefinitionId: string;
};

/**
 * Everything about one principal in one role, over all scopes, in one `$batch`. It is whole or it is a problem: no
 * part of it is empty because it could not be read.
 */
export async function readAccess(
  client: GraphClient,
  of: AccessQuestion,
): Promise<TenantAnswer<AccessReading>> {
  const readAt = client.now().toISOString();
  const { principalId, roleDefinitionId } = of;
  const filter = whereAll({ principalId, roleDefinitionId });
  const lists = [ASSIGNMENT_INSTANCES, ELIGIBILITY_INSTANCES, ROLE_ASSIGNMENTS];
  const paths = [...lists.map((path) => withQuery(path, { filter })), principalPath(of)];
  const batch = await readBatch(client, paths);
  if (!batch.ok) return batch;
  const [first, second, third, fourth] = batch.value;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
    throw new Error("a batch answered less than it was asked");
  }
  const replies = isUnknownObject(fourth) ? [first, second, third] : batch.value;
  const worst = worstProblem(replies);
  if (worst !== null) return worst;
  const assignments = await collect(pagesFrom(client, first, readAssignmentInstance));
  if (!assignments.ok) return assignments;
  const eligibilities = await collect(pagesFrom(client, second, readEligibilityInstance));
  if (!eligibilities.ok) return eligibilities;
  const roleAssignments = await collect(pagesFrom(client, third, readRoleAssignment));
  if (!roleAssignments.ok) return roleAssignments;
  const principal = readPrincipal(of, fourth);
  if (!principal.ok) return principal;
  const value = {
    readAt,
    principal: principal.value,
    assignments: assignments.value,
    eligibilities: eligibilities.value,
    roleAssignments: roleAssignments.value,
  };
  return { ok: true, value, requestId: batch.requestId };
}

function principalPath({ principalId, principalType }: AccessQuestion): string {
  const id = encodeURIComponent(principalId);
  if (!isKnownKind(principalType)) return `/directoryObjects/${id}`;
  const { path, select } = PRINCIPAL_KINDS[principalType];
  return withQuery(`${path}/${id}`, { select });
}

/** Only the directory's own word for it counts: any other 404 is a failed read. */
function isUnknownObject(reply: Reply): boolean {
  return !reply.ok && reply.problem.status === 404 && reply.problem.code === "Request_ResourceNotFound";
}

function readPrincipal(of: AccessQuestion, reply: Reply): TenantAnswer<Principal | null> {
  if (!reply.ok && isUnknownObject(reply)) {
    return { ok: true, value: null, requestId: reply.problem.requestId };
  }
  const { principalType, principalId } = of;
  const reader = isKnownKind(principalType) ? PRINCIPAL_ROWS[principalType] : readDirectoryObject;
  const principal = readOne(reply, reader);
  if (principal.ok && reply.ok && principal.value.id.toLowerCase() !== principalId.toLowerCase()) {
    return {
      ok: false,
      problem: malformed(reply.trace, "another principal was answered than was asked for"),
    };
  }
  return principal;
}
