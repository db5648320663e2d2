import type { GroupMembers } from "../tenant-settings.ts";

/** Who is in some groups, through groups within them too, and which of those groups were not read. */
export type MembersFound = {
  readonly userIds: ReadonlySet<string>;
  readonly unreadGroupIds: ReadonlySet<string>;
};

/** Finds them. Groups that hold each other end nowhere and are looked at once. */
export function membersOf(groupIds: Iterable<string>, known: readonly GroupMembers[]): MembersFound {
  const byId = new Map(known.map((group) => [group.id, group]));
  const userIds = new Set<string>();
  const unreadGroupIds = new Set<string>();
  const toSee = [...groupIds];
  const seen = new Set<string>();
  for (let id = toSee.pop(); id !== undefined; id = toSee.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const group = byId.get(id);
    if (group === undefined) unreadGroupIds.add(id);
    for (const userId of group?.userIds ?? []) userIds.add(userId);
    toSee.push(...(group?.groupIds ?? []));
  }
  return { userIds, unreadGroupIds };
}
