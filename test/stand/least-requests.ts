import {
  LISTED_KINDS,
  type InventoryCounts,
  type ListedKind,
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
 * How large the pages of each list are that the simulated tenant serves by itself; where it has none, there is one page.
 * Larger ones could be asked for by `$top` of two lists (999 rows), but the report's page does not document that option,
 * and no page says how large those of administrative units may be.
 */
const ROWS_PER_PAGE: Readonly<Record<ListedKind, number>> = {
  roles: 500,
  administrativeUnits: 100,
  licences: Infinity,
  conditionalAccessPolicies: Infinity,
  roleSettings: Infinity,
  roleAssignments: 200,
  assignments: 200,
  eligibilities: 200,
  mfaRegistrations: 100,
};

/** How many requests an inventory takes at least: full pages of each list, and people and groups by full batches. */
export function leastRequests(
  counts: InventoryCounts,
  { holderCount, memberCount, otherCount }: People,
): number {
  const pages = LISTED_KINDS.map((kind) => Math.max(1, Math.ceil(counts[kind] / ROWS_PER_PAGE[kind]))).reduce(
    (sum, count) => sum + count,
    0,
  );
  const users = Math.ceil(holderCount / USERS_PER_REQUEST) + Math.ceil(memberCount / USERS_PER_REQUEST);
  const others = Math.ceil(otherCount / OTHERS_PER_REQUEST);
  const groups = Math.ceil(counts.groupMembers / GROUPS_PER_REQUEST);
  return SINGLE_REQUESTS + pages + users + others + groups;
}
