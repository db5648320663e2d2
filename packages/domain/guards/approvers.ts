import type { TenantFacts } from "../inventory.ts";
import type { Plan } from "../plan/plan.ts";
import { RoleNeeds } from "./role-needs.ts";

/** Decide activations where nobody is named, as long as they are active: the role that grants roles. */
export const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";

/** Users of groups, through groups in groups as well; a group that was not read has none. */
export class Membership {
  readonly #groups: ReadonlyMap<string, TenantFacts["groupMembers"][number]>;

  constructor({ groupMembers }: Pick<TenantFacts, "groupMembers">) {
    this.#groups = new Map(groupMembers.map((group) => [group.id, group]));
  }

  usersOf(groupId: string): ReadonlySet<string> {
    const users = new Set<string>();
    const seen = new Set<string>();
    const open = [groupId];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const group = this.#groups.get(id);
      if (group === undefined || seen.has(id)) continue;
      seen.add(id);
      for (const userId of group.userIds) users.add(userId);
      open.push(...group.groupIds);
    }
    return users;
  }

  /** The groups that each user is in, of those that were read. */
  groupsByUser(): ReadonlyMap<string, ReadonlySet<string>> {
    const groupsOf = new Map<string, Set<string>>();
    for (const groupId of this.#groups.keys()) {
      for (const userId of this.usersOf(groupId)) {
        groupsOf.set(userId, (groupsOf.get(userId) ?? new Set()).add(groupId));
      }
    }
    return groupsOf;
  }
}

/** Who must keep standing access until the last wave. */
export type LastWave = {
  /** The plan's operators, and whoever is named to approve activations, with the groups through which they are named. */
  readonly principalIds: ReadonlySet<string>;
  /** Somewhere nobody is named to approve, so that active Global and Privileged Role Administrators decide. */
  readonly administratorsToo: boolean;
};

/** Tells it from the plan and from the settings of roles. */
export function lastWaveOf({ spec }: Plan, facts: TenantFacts): LastWave {
  const needs = new RoleNeeds(facts);
  const membership = new Membership(facts);
  const principalIds = new Set(spec.operators?.principals);
  let administratorsToo = false;
  for (const roleId of needs.rolesWithApproval()) {
    const approvers = needs.approversOf(roleId) ?? [];
    if (approvers.length === 0) administratorsToo = true;
    for (const { kind, id } of approvers) {
      principalIds.add(id);
      if (kind === "group") for (const userId of membership.usersOf(id)) principalIds.add(userId);
    }
  }
  return { principalIds, administratorsToo };
}
