import { Type } from "typebox";
import { isPrivileged, type RoleDefinition, type TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { absentOrNull, Id } from "../reading/fields.ts";
import { whereTrue, withQuery } from "../reading/filter.ts";
import { collect, pagesFrom, readPages } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

const ROLE_DEFINITIONS = "/roleManagement/directory/roleDefinitions";

/** Statuses that say nothing about whether beta can be asked: they come and go. */
const PASSING: ReadonlySet<number> = new Set([401, 408, 429]);

const readId = rowReader(Type.Object({ id: Id }), ({ id }) => id);
const readRole = rowReader(
  Type.Object({
    id: Id,
    templateId: absentOrNull(Id),
    displayName: Type.String(),
    isBuiltIn: Type.Boolean(),
    isEnabled: Type.Boolean(),
  }),
  ({ id, templateId = null, displayName, isBuiltIn, isEnabled }) => ({
    id,
    templateId,
    displayName,
    isBuiltIn,
    isEnabled,
  }),
);

/**
 * `GET roleDefinitions`: all roles, built-in and custom ones, with Microsoft's mark of the privileged ones. Only beta
 * says the mark. A tenant that refuses beta leaves it open for custom roles; that of built-in ones is known.
 */
export async function* listRoleDefinitions(
  client: GraphClient,
): AsyncGenerator<TenantAnswer<readonly RoleDefinition[]>> {
  const marked = await readMarked(client);
  if (!marked.ok) {
    yield marked;
    return;
  }
  const { value: ids } = marked;
  for await (const page of readPages(client, ROLE_DEFINITIONS, readRole)) {
    yield page.ok ? { ...page, value: page.value.map((role) => withMark(role, ids)) } : page;
  }
}

/** The same in one go: a tenant has less than 250 roles. */
export async function readRoleDefinitions(
  client: GraphClient,
): Promise<TenantAnswer<readonly RoleDefinition[]>> {
  return await collect(listRoleDefinitions(client));
}

/** The ids of the privileged roles; null where beta can't be asked. */
async function readMarked(client: GraphClient): Promise<TenantAnswer<ReadonlySet<string> | null>> {
  const target = withQuery(ROLE_DEFINITIONS, { select: ["id"], filter: whereTrue("isPrivileged") });
  const first = await client.send({ method: "GET", target, version: "beta", effect: "read" });
  const ids = await collect(pagesFrom(client, first, readId));
  if (ids.ok) return { ...ids, value: new Set(ids.value) };
  const { status, requestId } = ids.problem;
  const isRefused = status !== null && status >= 400 && status < 500 && !PASSING.has(status);
  return isRefused ? { ok: true, value: null, requestId } : ids;
}

function withMark(
  role: Omit<RoleDefinition, "isPrivileged">,
  marked: ReadonlySet<string> | null,
): RoleDefinition {
  if (marked !== null) return { ...role, isPrivileged: marked.has(role.id) };
  return { ...role, isPrivileged: role.isBuiltIn ? isPrivileged(role.templateId ?? role.id) : null };
}
