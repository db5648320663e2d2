import { Type } from "typebox";
import type { GroupMembers, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import type { Reply } from "../client/reply.ts";
import { readBatch, worstProblem } from "../reading/batch.ts";
import { Id } from "../reading/fields.ts";
import { withQuery } from "../reading/filter.ts";
import { collect, pagesFrom } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";
import { PRINCIPAL_KINDS } from "./principal-rows.ts";

const MEMBERS_PER_PAGE = 999;

const readMember = rowReader(
  Type.Object({ id: Id, "@odata.type": Type.String({ minLength: 1 }) }),
  ({ id, "@odata.type": odataType }) => ({ id, odataType }),
);

/**
 * `GET groups/{id}/members` of up to 20 groups in one `$batch`: the direct members, whatever they are; those of a group
 * in it are not, for they do not get its roles. They come in the order of their ids, for the tenant lists them in any. A
 * group that is gone is left out.
 */
export async function readGroupMembers(
  client: GraphClient,
  groupIds: readonly string[],
): Promise<TenantAnswer<readonly GroupMembers[]>> {
  if (groupIds.length === 0) return { ok: true, value: [], requestId: null };
  const query = { select: ["id"], top: MEMBERS_PER_PAGE };
  const paths = groupIds.map((id) => withQuery(`/groups/${encodeURIComponent(id)}/members`, query));
  const batch = await readBatch(client, paths);
  if (!batch.ok) return batch;
  const worst = worstProblem(batch.value.filter((reply) => !isGone(reply)));
  if (worst !== null) return worst;
  const groups: GroupMembers[] = [];
  for (const [at, id] of groupIds.entries()) {
    const reply = batch.value[at];
    if (reply === undefined) throw new Error("a batch answered less than it was asked");
    if (isGone(reply)) continue;
    const members = await collect(pagesFrom(client, reply, readMember));
    if (!members.ok) return members;
    const idsOf = ({ odataType }: { readonly odataType: string }): readonly string[] =>
      members.value
        .filter((member) => member.odataType === odataType)
        .map((member) => member.id)
        .toSorted();
    groups.push({
      id,
      userIds: idsOf(PRINCIPAL_KINDS.user),
      groupIds: idsOf(PRINCIPAL_KINDS.group),
      servicePrincipalIds: idsOf(PRINCIPAL_KINDS.servicePrincipal),
    });
  }
  return { ok: true, value: groups, requestId: batch.requestId };
}

function isGone(reply: Reply): boolean {
  return !reply.ok && reply.problem.status === 404 && reply.problem.code === "Request_ResourceNotFound";
}
