import { INVENTORY_KINDS, type InventoryCounts } from "@standdown/domain";

/** As many ids as one request takes: 20 filters of 15, of users once and of the others as groups and as applications. */
const USERS_PER_REQUEST = 300;
const OTHERS_PER_REQUEST = 150;
const GROUPS_PER_REQUEST = 20;
/** The tenant itself, and Microsoft's marks of privileged roles. */
const SINGLE_REQUESTS = 2;

/**
 * How many requests an inventory takes at least: each list as many as it has pages, people and groups by batches that
 * are full. `holderCount` is everybody who was looked for, `otherCount` those of them who are no users.
 */
export function leastRequests(
  inventory: {
    readonly counts: InventoryCounts;
    readonly reading: Readonly<Record<keyof InventoryCounts, { readonly pagesRead: number }>>;
  },
  { holderCount, otherCount }: { readonly holderCount: number; readonly otherCount: number },
): number {
  const pages = INVENTORY_KINDS.filter((kind) => kind !== "principals" && kind !== "groupMembers")
    .map((kind) => inventory.reading[kind].pagesRead)
    .reduce((sum, count) => sum + count, 0);
  const principals = Math.ceil(holderCount / USERS_PER_REQUEST) + Math.ceil(otherCount / OTHERS_PER_REQUEST);
  return SINGLE_REQUESTS + pages + principals + Math.ceil(inventory.counts.groupMembers / GROUPS_PER_REQUEST);
}
