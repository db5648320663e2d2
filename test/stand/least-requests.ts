import {
  INVENTORY_KINDS,
  type InventoryCounts,
  type PrincipalAccess,
  type TenantFacts,
} from "@standdown/domain";

/** As many ids as one request takes: 20 filters of 15, of users once and of the others as groups and as applications. */
const USERS_PER_REQUEST = 300;
const OTHERS_PER_REQUEST = 150;
const GROUPS_PER_REQUEST = 20;
/** The tenant itself, and Microsoft's marks of privileged roles. */
const SINGLE_REQUESTS = 2;

/** Whoever is looked for: by what they hold or approve, then as members of groups; and those who turn out to be no users. */
export type People = {
  readonly holderCount: number;
  readonly memberCount: number;
  readonly otherCount: number;
};

/** Counts them, page by page. */
export async function countPeople(
  facts: TenantFacts,
  everybody: AsyncIterable<readonly PrincipalAccess[]>,
): Promise<People> {
  const members = new Set(facts.groupMembers.flatMap(({ userIds }) => userIds));
  let [holderCount, memberCount, otherCount] = [0, 0, 0];
  for await (const page of everybody) {
    for (const { principalId, principal, assignments, eligibilities, roleAssignments } of page) {
      const isHolder = assignments.length + eligibilities.length + roleAssignments.length > 0;
      if (!isHolder && members.has(principalId)) memberCount += 1;
      else holderCount += 1;
      if (principal?.type !== "user") otherCount += 1;
    }
  }
  return { holderCount, memberCount, otherCount };
}

/**
 * How many requests an inventory takes at least: each list as many as it has pages, people and groups by batches that
 * are full.
 */
export function leastRequests(
  inventory: {
    readonly counts: InventoryCounts;
    readonly reading: Readonly<Record<keyof InventoryCounts, { readonly pagesRead: number }>>;
  },
  { holderCount, memberCount, otherCount }: People,
): number {
  const pages = INVENTORY_KINDS.filter((kind) => kind !== "principals" && kind !== "groupMembers")
    .map((kind) => inventory.reading[kind].pagesRead)
    .reduce((sum, count) => sum + count, 0);
  const users = Math.ceil(holderCount / USERS_PER_REQUEST) + Math.ceil(memberCount / USERS_PER_REQUEST);
  const others = Math.ceil(otherCount / OTHERS_PER_REQUEST);
  const groups = Math.ceil(inventory.counts.groupMembers / GROUPS_PER_REQUEST);
  return SINGLE_REQUESTS + pages + users + others + groups;
}
