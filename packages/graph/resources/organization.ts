import { Type } from "typebox";
import type { TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { malformed } from "../client/reply.ts";
import { absentOrNull, Id } from "../reading/fields.ts";
import { withQuery } from "../reading/filter.ts";
import { collect, pagesFrom } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

/** Who answers: the tenant's id, and its name where it tells it. */
export type Organization = { readonly tenantId: string; readonly displayName: string | null };

const readRow = rowReader(
  Type.Object({ id: Id, displayName: absentOrNull(Type.String()) }),
  ({ id, displayName = null }): Organization => ({ tenantId: id, displayName }),
);

/** `GET /organization`: the tenant that the token belongs to. */
export async function readOrganization(client: GraphClient): Promise<TenantAnswer<Organization>> {
  const target = withQuery("/organization", { select: ["id", "displayName"] });
  const first = await client.send({ method: "GET", target, effect: "read" });
  if (!first.ok) return first;
  const read = await collect(pagesFrom(client, first, readRow));
  if (!read.ok) return read;
  const [organization] = read.value;
  if (organization === undefined) return { ok: false, problem: malformed(first.trace, "/value is empty") };
  return { ok: true, value: organization, requestId: read.requestId };
}
