import { Type } from "typebox";
import type { RoleDefinition, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { absentOrNull, Id } from "../reading/fields.ts";
import { readPages } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

const readRole = rowReader(
  Type.Object({
    id: Id,
    templateId: absentOrNull(Id),
    displayName: Type.String(),
    isBuiltIn: Type.Boolean(),
    isEnabled: Type.Boolean(),
  }),
  ({ id, templateId = null, displayName, isBuiltIn, isEnabled }): RoleDefinition => ({
    id,
    templateId,
    displayName,
    isBuiltIn,
    isEnabled,
    isPrivileged: null,
  }),
);

/** `GET /roleManagement/directory/roleDefinitions`: all roles, built-in and custom ones. */
export function listRoleDefinitions(
  client: GraphClient,
): AsyncGenerator<TenantAnswer<readonly RoleDefinition[]>> {
  return readPages(client, "/roleManagement/directory/roleDefinitions", readRole);
}
