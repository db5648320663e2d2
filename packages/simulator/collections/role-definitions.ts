import type { Collection } from "../odata/collection.ts";
import { project } from "../odata/collection.ts";
import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import type { Role } from "../state/roles.ts";
import type { Tenant } from "../state/tenant.ts";

/** A role as v1.0 gives it; beta tells more. */
export function roleRow(role: Role, isBeta: boolean): Row {
  return {
    id: role.id,
    description: role.description,
    displayName: role.displayName,
    isBuiltIn: role.isBuiltIn,
    isEnabled: role.isEnabled,
    resourceScopes: ["/"],
    templateId: role.templateId,
    version: role.version,
    rolePermissions:
      role.allowedResourceActions.length === 0
        ? []
        : [{ allowedResourceActions: role.allowedResourceActions, condition: null }],
    ...(isBeta ? { isPrivileged: role.isPrivileged, assignmentMode: role.assignmentMode } : {}),
  };
}

/** The role behind a navigation. */
export function expandedRole(tenant: Tenant, roleDefinitionId: string, expand: Expand): Row | null {
  const role = tenant.roles.get(roleDefinitionId);
  return role === null ? null : project(roleRow(role, false), expand.select);
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
export function roleDefinitions(tenant: Tenant, isBeta: boolean): Collection<Role> {
  const roles = tenant.roles.all();
  const places = new Map(roles.map((role, index) => [role.id, index + 1]));
  return {
    path: "roleManagement/directory/roleDefinitions",
    candidates: () => roles,
    orderOf: (role) => places.get(role.id) ?? 0,
    toRow: (role) => roleRow(role, isBeta),
    filterable: {
      id: ["eq", "in"],
      displayName: ["eq", "in"],
      isBuiltIn: ["eq", "in"],
      ...(isBeta ? { isPrivileged: ["eq"] } : {}),
    },
    properties: isBeta ? [...PROPERTIES, "isPrivileged", "assignmentMode"] : PROPERTIES,
    defaultProperties: null,
    expands: {
      inheritsPermissionsFrom: (role, expand) =>
        role.inheritsFromIds.map((id) => expandedRole(tenant, id, expand)),
    },
    maximumExpandCount: 1,
    pageSize: 500,
    maximumPageSize: 500,
    isTopBeyondMaximumRefused: false,
    needsConsistencyLevel: false,
    orderable: [],
  };
}
