import { Type } from "typebox";
import type { RoleSettings } from "@standdown/domain";
import { Id } from "../reading/fields.ts";
import { whereAll, withQuery } from "../reading/filter.ts";
import { rowReader, type RowReader } from "../reading/row.ts";
import { readRules } from "./role-rules.ts";

/** Where the settings of all roles are, with their rules: the filter by scope is one that Microsoft asks for. */
export const ROLE_SETTINGS = withQuery("/policies/roleManagementPolicyAssignments", {
  filter: whereAll({ scopeId: "/", scopeType: "DirectoryRole" }),
  expand: "policy($expand=rules)",
});

const readAssignment = rowReader(
  Type.Object({
    id: Id,
    policyId: Id,
    roleDefinitionId: Id,
    // Each rule has more to it, by its kind.
    policy: Type.Object({ rules: Type.Array(Type.Object({ id: Id })) }),
  }),
  (row) => row,
);

/** Reads those of one role. */
export const readRoleSettings: RowReader<RoleSettings> = (value) => {
  const read = readAssignment(value);
  if (!read.ok) return read;
  const { id, policyId, roleDefinitionId, policy } = read.row;
  const rules = readRules(policy.rules);
  if (!rules.ok) return { ok: false, place: `/policy/rules${rules.place}` };
  return { ok: true, row: { id, policyId, roleDefinitionId, rules: rules.row } };
};
