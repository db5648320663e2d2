import { Type } from "typebox";
import type { TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { malformed } from "../client/reply.ts";
import { absentOrNull, Id } from "../reading/fields.ts";
import { withQuery } from "../reading/filter.ts";
import { rowReader } from "../reading/row.ts";

/** Who answers: the tenant's id, and its name where it tells it. */
export type Organization = { readonly tenantId: string; readonly displayName: string | null };

const readOrganizations = rowReader(
  Type.Object({
    value: Type.Array(Type.Object({ id: Id, displayName: absentOrNull(Type.String()) }), { minItems: 1 }),
  }),
  ({ value }) => value.map(({ id, displayName = null }): Organization => ({ tenantId: id, displayName })),
);

/** `GET /organization`: the tenant that the token belongs to. */
export async function readOrganization(client: GraphClient): Promise<TenantAnswer<Organization>> {
  const target = withQuery("/organization", { select: ["id", "displayName"] });
  const reply = await client.send({ method: "GET", target, effect: "read" });
  if (!reply.ok) return reply;
  const { body, trace } = reply;
  const read = readOrganizations(body);
  const [organization] = read.ok ? read.row : [];
  if (organization === undefined) {
    return { ok: false, problem: malformed(trace, read.ok ? "/value is empty" : read.place) };
  }
  return { ok: true, value: organization, requestId: trace.requestId };
}
