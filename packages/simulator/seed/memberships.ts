import type { Random } from "../random.ts";
import type { Group } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import type { SeededDirectory } from "./directory.ts";
import type { Granter } from "./grants.ts";
import { groupGrant, makeGroup } from "./groups.ts";

const DEPARTMENT = "IT Operations";
const MAXIMUM_DYNAMIC_COUNT = 200;

/** Groups that are no plain ones. */
export interface SeededMemberships {
  /** Can never be in PIM: one with dynamic membership, one from on premises. */
  readonly notOnboardableGroupIds: readonly string[];
}

interface Making {
  readonly tenant: Tenant;
  readonly random: Random;
  readonly granter: Granter;
  readonly directory: SeededDirectory;
  readonly epochAt: number;
}

/** Makes a group with these members and an owner. */
function addGroup(
  { tenant, random, granter, directory, epochAt }: Making,
  displayName: string,
  more: Partial<Group>,
  memberIds: readonly string[],
): Group {
  const group = makeGroup(random, displayName, epochAt, more);
  tenant.directory.put(group);
  for (const id of memberIds) granter.assign(groupGrant(id, group.id, "member"), "outsidePim");
  for (const owner of directory.globalAdministrators.slice(0, 1)) {
    granter.assign(groupGrant(owner.id, group.id, "owner"), "outsidePim");
  }
  return group;
}

/** Groups that are no plain ones: dynamic, synchronized, of Microsoft 365. */
function addSpecialGroups(making: Making): SeededMemberships {
  const { directory, random } = making;
  const operations = [...directory.admins, ...directory.others].filter(
    (user) => user.department === DEPARTMENT,
  );
  const anyOthers = (): readonly string[] => [
    ...new Set([1, 2, 3, 4].map(() => random.pick(directory.others).id)),
  ];
  const dynamic = addGroup(
    making,
    "All of IT Operations",
    { groupTypes: ["DynamicMembership"], membershipRule: `(user.department -eq "${DEPARTMENT}")` },
    operations.slice(0, MAXIMUM_DYNAMIC_COUNT).map((user) => user.id),
  );
  const synchronized = addGroup(making, "Datacenter Access", { onPremisesSyncEnabled: true }, anyOthers());
  const videos = { groupTypes: ["Unified"], description: "Production of training videos" } as const;
  addGroup(making, "Project Videos", videos, anyOthers());
  return { notOnboardableGroupIds: [dynamic.id, synchronized.id] };
}

/**
 * Who is in what, besides the plain members: special groups, one group inside another, owners, and the people of the
 * administrative units.
 */
export function seedMemberships(making: Making): SeededMemberships {
  const { tenant, random, granter, directory } = making;
  const [outer, inner] = directory.otherGroups;
  if (outer !== undefined && inner !== undefined) {
    granter.assign(groupGrant(inner.id, outer.id, "member"), "outsidePim");
  }
  for (const group of directory.roleGroups) {
    const owner = random.pick(directory.globalAdministrators);
    granter.assign(groupGrant(owner.id, group.id, "owner"), "outsidePim");
  }
  for (const [index, unit] of directory.administrativeUnits.entries()) {
    const memberIds = directory.others
      .filter((_user, place) => place % directory.administrativeUnits.length === index)
      .map((user) => user.id);
    tenant.directory.put({ ...unit, memberIds });
  }
  return addSpecialGroups(making);
}
