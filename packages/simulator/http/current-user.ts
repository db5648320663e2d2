import type { Collection } from "../odata/collection.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refusalOf, refused } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";

/** In which part the current user has to do with a row. */
export type CurrentUserRelation = "principal" | "createdBy" | "approver";

/** How a collection answers `filterByCurrentUser`. */
export interface CurrentUserRows<T> {
  /** The name of what the rows are, for example `unifiedRoleAssignmentSchedule`. */
  readonly typeName: string;
  /** What `on` can be: of schedules and instances only `principal`. */
  readonly relations: readonly CurrentUserRelation[];
  /** Says of each row whether it has to do with a user. */
  ofUser(userId: string, relation: CurrentUserRelation): (item: T) => boolean;
}

/** What stands in the place of an id when the function is called: `filterByCurrentUser(on='principal')`; null for an id. */
export function readCurrentUserCall(id: string): string | null {
  return /^filterByCurrentUser\(on='(?<on>[^']*)'\)$/iu.exec(id)?.groups?.["on"] ?? null;
}

/** The filter with a principal besides, so that the index of principals helps. */
function withPrincipal(filter: Filter | null, principalId: string): Filter {
  const left: Filter = { kind: "compare", property: "principalId", operator: "eq", value: principalId };
  return filter === null ? left : { kind: "and", left, right: filter };
}

/**
 * The rows of a collection that have to do with the user who is signed in. It is a function bound to the collection,
 * and only for signed-in users (documented); which refusal an application gets is not, and a client must not depend on
 * it.
 */
export function rowsOfCurrentUser<T>(
  collection: Collection<T>,
  rows: CurrentUserRows<T>,
  on: string,
  caller: Caller,
): Outcome<Collection<T>> {
  const relation = rows.relations.find((known) => known.toLowerCase() === on.toLowerCase());
  if (relation === undefined) return refused(badRequest(`Invalid value '${on}' for the parameter 'on'.`));
  if (caller.kind !== "user") return refused(refusalOf("insufficientPermissions"));
  const narrowed: Collection<T> = {
    ...collection,
    path: `${collection.path}/filterByCurrentUser(on='${relation}')`,
    contextName: `Collection(${rows.typeName})`,
    *candidates(filter, after) {
      const narrowest = relation === "principal" ? withPrincipal(filter, caller.id) : filter;
      const isOfUser = rows.ofUser(caller.id, relation);
      for (const item of collection.candidates(narrowest, after)) if (isOfUser(item)) yield item;
    },
    toRow: (item) => ({ "@odata.type": `#microsoft.graph.${rows.typeName}`, ...collection.toRow(item) }),
  };
  return accepted(narrowed);
}
