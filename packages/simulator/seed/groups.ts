import type { Random } from "../random.ts";
import type { Group, User } from "../state/directory.ts";
import type { AccessId } from "../state/group-access.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { Grant } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Granter } from "./grants.ts";
import { PLAIN_GROUP } from "../state/plain-objects.ts";

/** Who is in a group from the beginning, besides PIM. */
export interface Membership {
  readonly group: Group;
  readonly memberIds: readonly string[];
}

/** The groups that matter to PIM for Groups. */
export interface SeededGroups {
  /** In PIM, with eligible and active members and owners. */
  readonly onboardedGroupIds: readonly string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** To be a member or an owner of a group, as a grant. */
export function groupGrant(principalId: string, groupId: string, accessId: AccessId): Grant {
  const roleDefinitionId = accessRoleId(groupId, accessId);
  return { principalId, roleDefinitionId, directoryScopeId: "/", appScopeId: null };
}

/** A group in the cloud with assigned members that can hold no roles, unless `more` says otherwise. */
export function makeGroup(random: Random, displayName: string, epochAt: number, more: Partial<Group>): Group {
  return {
    ...PLAIN_GROUP,
    id: random.guid(),
    displayName,
    description: `Members of ${displayName}`,
    mailNickname: displayName.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-"),
    createdAt: epochAt - (100 + random.below(900)) * DAY_MS,
    ...more,
  };
}

class Groups {
  readonly #tenant: Tenant;
  readonly #random: Random;
  readonly #granter: Granter;

  constructor(tenant: Tenant, random: Random, granter: Granter) {
    this.#tenant = tenant;
    this.#random = random;
    this.#granter = granter;
  }

  add(displayName: string, epochAt: number, more: Partial<Group>): Group {
    const group = makeGroup(this.#random, displayName, epochAt, more);
    this.#tenant.directory.put(group);
    return group;
  }

  addOutsidePim(membership: Membership): void {
    for (const id of membership.memberIds) {
      this.#granter.assign(groupGrant(id, membership.group.id, "member"), "outsidePim");
    }
  }

  /** Members by every way there is, and an owner that is active and one that is eligible. */
  fill(group: Group, people: readonly User[]): void {
    const [first, second, third, fourth, fifth, sixth] = this.#random.shuffle(people).map((user) => user.id);
    const grants: readonly (readonly [string | undefined, (id: string) => unknown])[] = [
      [first, (id) => this.#granter.assign(groupGrant(id, group.id, "member"), "outsidePim")],
      [second, (id) => this.#granter.assign(groupGrant(id, group.id, "member"), "pimTimeBound")],
      [third, (id) => this.#granter.makeEligible(groupGrant(id, group.id, "member"), { isPermanent: false })],
      [
        fourth,
        (id) => {
          const grant = groupGrant(id, group.id, "member");
          this.#granter.activate(this.#granter.makeEligible(grant, { isPermanent: false }));
        },
      ],
      [fifth, (id) => this.#granter.assign(groupGrant(id, group.id, "owner"), "outsidePim")],
      [sixth, (id) => this.#granter.makeEligible(groupGrant(id, group.id, "owner"), { isPermanent: false })],
    ];
    for (const [id, give] of grants) if (id !== undefined) give(id);
    this.#tenant.onboardedGroupIds.add(group.id);
  }
}

/** Puts people into the groups there are, and makes those that are in PIM. */
export function seedGroups(
  tenant: Tenant,
  random: Random,
  granter: Granter,
  from: {
    readonly memberships: readonly Membership[];
    readonly people: readonly User[];
    readonly epochAt: number;
  },
): SeededGroups {
  const groups = new Groups(tenant, random, granter);
  for (const membership of from.memberships) groups.addOutsidePim(membership);
  const onboarded = [
    groups.add("Just in time - Messaging", from.epochAt, {}),
    groups.add("Just in time - Workplace", from.epochAt, {}),
    groups.add("Role - Just in time", from.epochAt, { isAssignableToRole: true }),
  ];
  for (const group of onboarded) groups.fill(group, from.people);
  return {
    onboardedGroupIds: onboarded.map((group) => group.id),
  };
}
