import type { GroupMembers } from "./tenant-settings.ts";

/** Who is in some groups, through groups in them as well, and which of all these groups were not read. */
export type Members = {
  readonly userIds: ReadonlySet<string>;
  readonly groupIds: ReadonlySet<string>;
  readonly servicePrincipalIds: ReadonlySet<string>;
  readonly unreadGroupIds: ReadonlySet<string>;
};

/** The members of the groups that an inventory has read: those that hold roles, approve, or are named in a plan. */
export class Membership {
  readonly #groups: ReadonlyMap<string, GroupMembers>;
  #groupsByUser: ReadonlyMap<string, ReadonlySet<string>> | null = null;

  constructor({ groupMembers }: { readonly groupMembers: readonly GroupMembers[] }) {
    this.#groups = new Map(groupMembers.map((group) => [group.id, group]));
  }

  /** Who is in a group itself; null where it was not read. */
  direct(groupId: string): GroupMembers | null {
    return this.#groups.get(groupId) ?? null;
  }

  /** Groups that hold each other end nowhere and are looked at once. */
  of(groupIds: Iterable<string>): Members {
    const members = {
      userIds: new Set<string>(),
      groupIds: new Set<string>(),
      servicePrincipalIds: new Set<string>(),
    };
    const unreadGroupIds = new Set<string>();
    const seen = new Set(groupIds);
    for (const id of seen) {
      const group = this.#groups.get(id);
      if (group === undefined) unreadGroupIds.add(id);
      for (const userId of group?.userIds ?? []) members.userIds.add(userId);
      for (const inner of group?.servicePrincipalIds ?? []) members.servicePrincipalIds.add(inner);
      for (const inner of group?.groupIds ?? []) {
        members.groupIds.add(inner);
        seen.add(inner);
      }
    }
    return { ...members, unreadGroupIds };
  }

  /** Users of one group, of those that are known. */
  usersOf(groupId: string): ReadonlySet<string> {
    return this.of([groupId]).userIds;
  }

  /** The groups that each user is in. */
  get groupsByUser(): ReadonlyMap<string, ReadonlySet<string>> {
    return (this.#groupsByUser ??= this.#groupsOfUsers());
  }

  #groupsOfUsers(): ReadonlyMap<string, ReadonlySet<string>> {
    const groupsOf = new Map<string, Set<string>>();
    for (const groupId of this.#groups.keys()) {
      for (const userId of this.usersOf(groupId)) {
        groupsOf.set(userId, (groupsOf.get(userId) ?? new Set()).add(groupId));
      }
    }
    return groupsOf;
  }
}
