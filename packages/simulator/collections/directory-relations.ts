import type { DirectoryObject } from "../state/directory.ts";
import { groupIdsOf, idsInGroup } from "../state/group-members.ts";
import type { Tenant } from "../state/tenant.ts";
import type { ListedKind } from "./directory.ts";

/** How objects of the directory hang together: the end of a path, whose it is, and what it leads to. */
export interface Relation {
  readonly of: ListedKind;
  readonly name: string;
  from(tenant: Tenant, object: DirectoryObject): readonly DirectoryObject[];
}

function members(tenant: Tenant, object: DirectoryObject): readonly DirectoryObject[] {
  if (object.kind === "group") return tenant.directory.inOrder(idsInGroup(tenant, object.id, "member"));
  return tenant.directory.inOrder(object.kind === "administrativeUnit" ? object.memberIds : []);
}

function owners(tenant: Tenant, object: DirectoryObject): readonly DirectoryObject[] {
  return tenant.directory.inOrder(object.kind === "group" ? idsInGroup(tenant, object.id, "owner") : []);
}

/** All that is reached over any number of steps, each object once, the beginning only when a circle leads to it. */
function transitive(
  tenant: Tenant,
  object: DirectoryObject,
  step: (from: DirectoryObject) => readonly DirectoryObject[],
): readonly DirectoryObject[] {
  const found = new Set<string>();
  const open = [object];
  for (const current of open) {
    for (const next of step(current)) {
      if (found.has(next.id)) continue;
      found.add(next.id);
      open.push(next);
    }
  }
  return tenant.directory.inOrder(found);
}

function transitiveMembers(tenant: Tenant, object: DirectoryObject): readonly DirectoryObject[] {
  return transitive(tenant, object, (from) => (from.kind === "group" ? members(tenant, from) : []));
}

function memberOf(tenant: Tenant, object: DirectoryObject): readonly DirectoryObject[] {
  return tenant.directory.inOrder([
    ...groupIdsOf(tenant, object.id),
    ...tenant.directory.unitIdsOf(object.id),
  ]);
}

/** The relations that can be read under an object's path and expanded. */
export const RELATIONS: readonly Relation[] = [
  { of: "group", name: "members", from: members },
  { of: "group", name: "transitiveMembers", from: transitiveMembers },
  { of: "group", name: "owners", from: owners },
  { of: "group", name: "memberOf", from: memberOf },
  { of: "user", name: "memberOf", from: memberOf },
  { of: "servicePrincipal", name: "memberOf", from: memberOf },
  { of: "administrativeUnit", name: "members", from: members },
];

/** The groups that an object belongs to, also through other groups. */
export function groupsAround(tenant: Tenant, object: DirectoryObject): readonly DirectoryObject[] {
  return transitive(tenant, object, (from) =>
    memberOf(tenant, from).filter((container) => container.kind === "group"),
  );
}
