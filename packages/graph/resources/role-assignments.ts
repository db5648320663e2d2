import { Type } from "typebox";
import type { RoleAssignment, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { Id, KEY_FIELDS, keyOf, withScope } from "../reading/fields.ts";
import { readPages } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

/** Where they are: what is effective now, PIM or not, activations included. */
export const ROLE_ASSIGNMENTS = "/roleManagement/directory/roleAssignments";

/** Reads one of them. */
export const readRoleAssignment = rowReader(
  withScope(Type.Object({ id: Id, ...KEY_FIELDS })),
  (row): RoleAssignment => ({ id: row.id, ...keyOf(row) }),
);

/** `GET roleAssignments`, all of them. */
export function listRoleAssignments(
  client: GraphClient,
): AsyncGenerator<TenantAnswer<readonly RoleAssignment[]>> {
  return readPages(client, ROLE_ASSIGNMENTS, readRoleAssignment);
}
