import { DEFAULT_POLICY_RULES } from "../default-policy.ts";
import type { Inventory, InventoryLists, InventoryRoleSettings } from "./inventory.ts";
import { pimProductId } from "./load-settings.ts";
import { policyGuid } from "./role-settings.ts";
import { confusionsIn, memberIdsOf } from "./who-is-who.ts";

const LISTS: readonly (keyof InventoryLists)[] = [
  "roles",
  "administrativeUnits",
  "licences",
  "conditionalAccessPolicies",
  "roleSettings",
  "roleAssignments",
  "assignments",
  "eligibilities",
  "principals",
  "groupMembers",
  "mfaRegistrations",
];

/**
 * What is wrong with an inventory besides its shape, each with its JSON pointer: ids that occur twice, and whatever could
 * not be put back as it was read.
 */
export function* contradictionsOf(inventory: Inventory): Generator<string> {
  for (const name of LISTS) yield* doubles(`/${name}`, inventory[name]);
  yield* unclearMarks(inventory);
  yield* wrongSettings(inventory);
  yield* impossibleLicences(inventory);
  yield* wrongMembers(inventory);
  yield* confusionsIn(inventory);
}

function* doubles(at: string, rows: readonly { readonly id: string }[]): Generator<string> {
  const seen = new Set<string>();
  for (const [index, { id }] of rows.entries()) {
    if (seen.has(id)) yield `${at}/${index}/id: ${id} is there already`;
    seen.add(id);
  }
}

/** Marks of the tenant's own roles are read in one list: it is known of all or of none. */
function* unclearMarks({ roles }: Inventory): Generator<string> {
  const isOneKnown = roles.some((role) => !role.isBuiltIn && role.isPrivileged !== null);
  for (const [index, { isBuiltIn, isPrivileged }] of roles.entries()) {
    if (isPrivileged !== null) continue;
    if (isBuiltIn) yield `/roles/${index}/isPrivileged: is known of built-in roles`;
    else if (isOneKnown) yield `/roles/${index}/isPrivileged: is known of others of the tenant's own roles`;
  }
}

function* wrongSettings({ tenantId, roles, roleSettings }: Inventory): Generator<string> {
  const roleIds = new Set(roles.map(({ id }) => id));
  for (const [index, settings] of roleSettings.entries()) {
    const at = `/roleSettings/${index}`;
    const { id, policyId, roleDefinitionId } = settings;
    if (!roleIds.has(roleDefinitionId)) yield `${at}/roleDefinitionId: ${roleDefinitionId} is no role`;
    if (policyGuid(tenantId, settings) === null) {
      yield `${at}/policyId: must begin with DirectoryRole_${tenantId}_`;
    }
    if (id !== `${policyId}_${roleDefinitionId}`) yield `${at}/id: must be ${policyId}_${roleDefinitionId}`;
    yield* wrongRules(`${at}/rules`, settings);
  }
}

function* wrongRules(at: string, { rules }: InventoryRoleSettings): Generator<string> {
  yield* doubles(at, rules);
  for (const [index, rule] of rules.entries()) {
    if (rule.kind !== "notification") continue;
    const base = DEFAULT_POLICY_RULES.find(({ id }) => id === rule.id);
    if (base?.["recipientType"] !== rule.recipientType) {
      yield `${at}/${index}/recipientType: is not that of ${rule.id}`;
    }
  }
}

/** Somebody with a licence for PIM has one that the tenant has. */
function* impossibleLicences(inventory: Inventory): Generator<string> {
  if (pimProductId(inventory) !== null) return;
  for (const [index, { isLicensedForPim }] of inventory.principals.entries()) {
    if (isLicensedForPim === true) {
      yield `/principals/${index}/isLicensedForPim: no usable licence of the tenant is for PIM`;
    }
  }
}

/** Each group among the principals has its members, and each of them once. */
function* wrongMembers({ groupMembers, principals }: Inventory): Generator<string> {
  const groupIds = new Set(principals.filter(({ type }) => type === "group").map(({ id }) => id));
  for (const [index, group] of groupMembers.entries()) {
    const at = `/groupMembers/${index}`;
    if (!groupIds.has(group.id)) yield `${at}/id: ${group.id} is no group among the principals`;
    const ids = memberIdsOf(group);
    if (new Set(ids).size < ids.length) yield `${at}: somebody is a member twice`;
  }
  for (const { id } of groupMembers) groupIds.delete(id);
  for (const [index, { id }] of principals.entries()) {
    if (groupIds.has(id)) yield `/principals/${index}/id: groupMembers does not have the group ${id}`;
  }
}
