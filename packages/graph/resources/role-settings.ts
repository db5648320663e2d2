import { Type } from "typebox";
import type { RoleSettings, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { Id } from "../reading/fields.ts";
import { whereAll, withQuery } from "../reading/filter.ts";
import { readOne } from "../reading/paging.ts";
import { rowReader, type RowReader } from "../reading/row.ts";
import { readRules } from "./role-rules.ts";

/** Where the settings of all roles are, with their rules: the filter by scope is one that Microsoft asks for. */
export const ROLE_SETTINGS = settingsWhere({});

function settingsWhere(more: Readonly<Record<string, string>>): string {
  return withQuery("/policies/roleManagementPolicyAssignments", {
    filter: whereAll({ scopeId: "/", scopeType: "DirectoryRole", ...more }),
    expand: "policy($expand=rules)",
  });
}

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

const readList = rowReader(Type.Object({ value: Type.Array(Type.Unknown()) }), ({ value }) => value);

/**
 * Those of one role, whole. The policy is looked up anew each time, for its id is the service's own; an answer without it
 * is no answer.
 */
export async function readSettingsOfRole(
  client: GraphClient,
  roleDefinitionId: string,
): Promise<TenantAnswer<RoleSettings>> {
  const target = settingsWhere({ roleDefinitionId });
  const reply = await client.send({ method: "GET", target, effect: "read" });
  return readOne(reply, (body) => {
    const listed = readList(body);
    if (!listed.ok) return listed;
    for (const [at, value] of listed.row.entries()) {
      const read = readRoleSettings(value);
      if (!read.ok) return { ok: false, place: `/value/${at}${read.place}` };
      if (read.row.roleDefinitionId.toLowerCase() === roleDefinitionId.toLowerCase()) return read;
    }
    return { ok: false, place: `no settings of role ${roleDefinitionId}` };
  });
}
