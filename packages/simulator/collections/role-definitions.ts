import type { BuiltInRole } from "../builtin-roles.ts";
import type { Collection } from "../odata/collection.ts";
import { project } from "../odata/collection.ts";
import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import type { Tenant } from "../state/tenant.ts";

/** A role as v1.0 gives it; beta tells more. */
export function roleRow(role: BuiltInRole, isBeta: boolean): Row {
  return {
    id: role.id,
    description: `Built-in role ${role.displayName}.`,
    displayName: role.displayName,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ["/"],
    templateId: role.id,
    version: "1",
    rolePermissions: [],
    ...(isBeta ? { isPrivileged: role.isPrivileged, assignmentMode: role.assignmentMode } : {}),
  };
}

/** The role behind a navigation. */
export function expandedRole(tenant: Tenant, roleDefinitionId: string, expand: Expand): Row | null {
  const role = tenant.roles.get(roleDefinitionId);
  return role === undefined ? null : project(roleRow(role, false), expand.select);
}

const PROPERTIES = [
  "id",
  "description",
  "displayName",
  "isBuiltIn",
  "isEnabled",
  "resourceScopes",
  "templateId",
  "version",
  "rolePermissions",
];

/** `roleManagement/directory/roleDefinitions`. */
export function roleDefinitions(tenant: Tenant, isBeta: boolean): Collection<BuiltInRole> {
  const roles = [...tenant.roles.values()];
  return {
    path: "roleManagement/directory/roleDefinitions",
    candidates: () => roles,
    orderOf: (role) => roles.indexOf(role) + 1,
    toRow: (role) => roleRow(role, isBeta),
    filterable: {
      id: ["eq", "in"],
      displayName: ["eq", "in", "startswith"],
      isBuiltIn: ["eq", "in"],
      templateId: ["eq", "in"],
      ...(isBeta ? { isPrivileged: ["eq"] } : {}),
    },
    properties: isBeta ? [...PROPERTIES, "isPrivileged", "assignmentMode"] : PROPERTIES,
    defaultProperties: null,
    expands: { inheritsPermissionsFrom: () => [] },
    maximumExpandCount: 1,
    pageSize: 500,
    maximumPageSize: 500,
    isTopBeyondMaximumRefused: false,
    needsConsistencyLevel: false,
    orderable: ["displayName"],
  };
}
