import { Type } from "typebox";
import type { RoleAssignment } from "@standdown/domain";
import { Id, KEY_FIELDS, keyOf, withScope } from "../reading/fields.ts";
import { rowReader } from "../reading/row.ts";

/** Where they are: what is effective now, PIM or not, activations included. */
export const ROLE_ASSIGNMENTS = "/roleManagement/directory/roleAssignments";

/** Reads one of them. */
export const readRoleAssignment = rowReader(
  withScope(Type.Object({ id: Id, ...KEY_FIELDS })),
  (row): RoleAssignment => ({ id: row.id, ...keyOf(row) }),
);
