import type { Directory, DirectoryObject } from "../state/directory.ts";
import type { ListedKind } from "./directory.ts";

/** How objects of the directory hang together: the end of a path, whose it is, and what it leads to. */
export interface Relation {
  readonly of: ListedKind;
  readonly name: string;
  from(directory: Directory, object: DirectoryObject): readonly DirectoryObject[];
}

function members(directory: Directory, object: DirectoryObject): readonly DirectoryObject[] {
  const ids = object.kind === "group" || object.kind === "administrativeUnit" ? object.memberIds : [];
  return directory.inOrder(ids);
}

function owners(directory: Directory, object: DirectoryObject): readonly DirectoryObject[] {
  return directory.inOrder(object.kind === "group" ? object.ownerIds : []);
}

/** All that is reached over any number of steps, each object once, the beginning only when a circle leads to it. */
function transitive(
  directory: Directory,
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
  return directory.inOrder(found);
}

function transitiveMembers(directory: Directory, object: DirectoryObject): readonly DirectoryObject[] {
  return transitive(directory, object, (from) => (from.kind === "group" ? members(directory, from) : []));
}

function memberOf(directory: Directory, object: DirectoryObject): readonly DirectoryObject[] {
  return directory.containersOf(object.id);
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
export function groupsAround(directory: Directory, object: DirectoryObject): readonly DirectoryObject[] {
  return transitive(directory, object, (from) =>
    memberOf(directory, from).filter((container) => container.kind === "group"),
  );
}
