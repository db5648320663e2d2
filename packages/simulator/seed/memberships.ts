import type { Random } from "../random.ts";
import type { Group } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import type { SeededDirectory } from "./directory.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DEPARTMENT = "IT Operations";
const MAXIMUM_DYNAMIC_COUNT = 200;

/** Groups that are no plain ones: dynamic, synchronized, of Microsoft 365. */
function specialGroups(random: Random, directory: SeededDirectory, epochAt: number): readonly Group[] {
  const plain = {
    kind: "group",
    isAssignableToRole: false,
    ownerIds: directory.globalAdministrators.slice(0, 1).map((user) => user.id),
    groupTypes: [],
    membershipRule: null,
    onPremisesSyncEnabled: null,
    createdAt: epochAt - 400 * DAY_MS,
  } as const;
  const operations = [...directory.admins, ...directory.others].filter(
    (user) => user.department === DEPARTMENT,
  );
  const anyOthers = (): readonly string[] => [
    ...new Set([1, 2, 3, 4].map(() => random.pick(directory.others).id)),
  ];
  return [
    {
      ...plain,
      id: random.guid(),
      displayName: "All of IT Operations",
      description: "Everybody in IT Operations, by rule",
      mailNickname: "all-it-operations",
      groupTypes: ["DynamicMembership"],
      membershipRule: `(user.department -eq "${DEPARTMENT}")`,
      memberIds: operations.slice(0, MAXIMUM_DYNAMIC_COUNT).map((user) => user.id),
    },
    {
      ...plain,
      id: random.guid(),
      displayName: "Datacenter Access",
      description: "Made on premises",
      mailNickname: "datacenter-access",
      onPremisesSyncEnabled: true,
      memberIds: anyOthers(),
    },
    {
      ...plain,
      id: random.guid(),
      displayName: "Project Videos",
      description: "Production of training videos",
      mailNickname: "project-videos",
      groupTypes: ["Unified"],
      memberIds: anyOthers(),
    },
  ];
}

/**
 * Who is in what, besides the plain members: special groups, one group inside another, owners, and the people of the
 * administrative units.
 */
export function seedMemberships(
  tenant: Tenant,
  random: Random,
  from: { readonly directory: SeededDirectory; readonly epochAt: number },
): void {
  const { directory } = from;
  const [outer, inner] = directory.otherGroups;
  if (outer !== undefined && inner !== undefined) {
    tenant.directory.put({ ...outer, memberIds: [...outer.memberIds, inner.id] });
  }
  for (const group of directory.roleGroups) {
    tenant.directory.put({ ...group, ownerIds: [random.pick(directory.globalAdministrators).id] });
  }
  for (const group of specialGroups(random, directory, from.epochAt)) tenant.directory.put(group);
  for (const [index, unit] of directory.administrativeUnits.entries()) {
    const memberIds = directory.others
      .filter((_user, place) => place % directory.administrativeUnits.length === index)
      .map((user) => user.id);
    tenant.directory.put({ ...unit, memberIds });
  }
}
