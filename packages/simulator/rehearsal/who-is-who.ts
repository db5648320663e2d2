import type { Inventory, InventoryGroupMembers, InventoryPrincipal } from "./inventory.ts";

/** Somebody of whom an inventory says a kind, and where. */
export interface Mention {
  readonly pointer: string;
  readonly id: string;
  readonly kind: "user" | "group" | "servicePrincipal";
}

/** The lists of members, each with the kind of who is in it. */
const MEMBER_LISTS = [
  ["userIds", "user"],
  ["groupIds", "group"],
  ["servicePrincipalIds", "servicePrincipal"],
] as const;

/** Everybody in a group. */
export function memberIdsOf(group: InventoryGroupMembers): readonly string[] {
  return MEMBER_LISTS.flatMap(([name]) => group[name]);
}

/** Who is spoken of besides the principals: in a group, or in the report on authentication methods. */
export function* othersIn({ groupMembers, mfaRegistrations }: Inventory): Generator<Mention> {
  for (const [index, group] of groupMembers.entries()) {
    for (const [name, kind] of MEMBER_LISTS) {
      for (const [place, id] of group[name].entries()) {
        yield { pointer: `/groupMembers/${index}/${name}/${place}`, id, kind };
      }
    }
  }
  for (const [index, { id }] of mfaRegistrations.entries()) {
    yield { pointer: `/mfaRegistrations/${index}/id`, id, kind: "user" };
  }
}

/** Ids that the directory was asked for, because they hold or approve something, and did not know. */
function strangersIn(inventory: Inventory): ReadonlySet<string> {
  const { roleAssignments, assignments, eligibilities, roleSettings } = inventory;
  const strangers = new Set<string>();
  for (const rows of [roleAssignments, assignments, eligibilities]) {
    for (const { principalId } of rows) strangers.add(principalId);
  }
  for (const rule of roleSettings.flatMap(({ rules }) => rules)) {
    if (rule.kind !== "approval") continue;
    for (const { id } of rule.approvalStages.flatMap((stage) => stage.primaryApprovers)) strangers.add(id);
  }
  for (const { id } of inventory.principals) strangers.delete(id);
  return strangers;
}

/** Where an inventory contradicts itself about who somebody is: the directory could not say both. */
export function* confusionsIn(inventory: Inventory): Generator<string> {
  const kinds = new Map<string, InventoryPrincipal["type"]>(
    inventory.principals.map(({ id, type }) => [id, type]),
  );
  const strangers = strangersIn(inventory);
  for (const { pointer, id, kind } of othersIn(inventory)) {
    if (strangers.has(id)) yield `${pointer}: ${id} holds or approves something, and is no principal`;
    const known = kinds.get(id);
    if (known !== undefined && known !== kind) yield `${pointer}: ${id} is a ${known} elsewhere`;
    else kinds.set(id, kind);
  }
}
