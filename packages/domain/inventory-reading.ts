import type { InventoryPage } from "./inventory.ts";
import type { PrincipalType } from "./principal.ts";
import type { TenantAnswer } from "./tenant-problem.ts";

type Kind = InventoryPage["kind"];

/** Something of each kind that an inventory has. */
export function ofEachKind<T>(valueOf: (kind: Kind) => T): Readonly<Record<Kind, T>> {
  return {
    roles: valueOf("roles"),
    administrativeUnits: valueOf("administrativeUnits"),
    licences: valueOf("licences"),
    conditionalAccessPolicies: valueOf("conditionalAccessPolicies"),
    roleSettings: valueOf("roleSettings"),
    roleAssignments: valueOf("roleAssignments"),
    assignments: valueOf("assignments"),
    eligibilities: valueOf("eligibilities"),
    principals: valueOf("principals"),
    groupMembers: valueOf("groupMembers"),
    mfaRegistrations: valueOf("mfaRegistrations"),
  };
}

/** The kinds that the tenant lists, page by page. Principals and members of groups are asked for by their ids. */
export const LISTED_KINDS = [
  "roles",
  "administrativeUnits",
  "licences",
  "conditionalAccessPolicies",
  "roleSettings",
  "roleAssignments",
  "assignments",
  "eligibilities",
  "mfaRegistrations",
] as const satisfies readonly Kind[];
/** One of them. */
export type ListedKind = (typeof LISTED_KINDS)[number];

/** One page of what the tenant lists. `next` is where the next one is: the tenant's own word, opaque; null on the last. */
export type ListedPage = { readonly page: InventoryPage; readonly next: string | null };

/** What principals are looked for as: ids that are no user are asked for as groups and service principals. */
export type PrincipalSearch = "users" | "others";

/** An answer, and how many requests it took, those that failed included. */
export type CountedAnswer<T> = { readonly answer: TenantAnswer<T>; readonly requestCount: number };

/** How far a kind has been read. `cursor` is where to go on; null at the start and at the end. */
export type KindReading = {
  readonly pagesRead: number;
  readonly cursor: string | null;
  readonly isComplete: boolean;
};

/** How far each kind has been read. */
export type InventoryReading = Readonly<Record<Kind, KindReading>>;

/** How far each is before the reading has begun. */
export const NOTHING_READ: InventoryReading = ofEachKind(() => ({
  pagesRead: 0,
  cursor: null,
  isComplete: false,
}));

/** One of two lists has it and the other one has not: what is read again before it is called unreconciled. */
export type DisagreedAccess = {
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly roleDefinitionId: string;
};
