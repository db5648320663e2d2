import type { Refusal } from "../refusal.ts";
import type { Filter } from "./filter-parse.ts";
import { isAdvanced } from "./filter.ts";
import type { Query } from "./query.ts";

function unsupported(message: string): Refusal {
  return { status: 400, code: "Request_UnsupportedQuery", message };
}

function isOfSignIns(property: string): boolean {
  return property.startsWith("signInActivity/");
}

/** The properties that a filter names. */
function propertiesOf(filter: Filter): string[] {
  switch (filter.kind) {
    case "and":
    case "or":
      return [...propertiesOf(filter.left), ...propertiesOf(filter.right)];
    case "not":
      return propertiesOf(filter.inner);
    default:
      return [filter.property];
  }
}

/**
 * Advanced queries of directory objects need `ConsistencyLevel: eventual`, and with `$filter` also `$count=true`:
 * `ne`, `not`, `endswith`, `$search`, and a filter with an order. Sign-in activity is asked for by itself.
 */
export function checkConsistency(query: Query, isEventual: boolean): Refusal | null {
  const { filter, search, orderBy, isCountWanted } = query;
  if (filter !== null) {
    const properties = propertiesOf(filter);
    if (properties.some(isOfSignIns) && !properties.every(isOfSignIns)) {
      return unsupported("signInActivity cannot be combined with other properties in a filter.");
    }
    const needsAdvanced = isAdvanced(filter) || orderBy !== null;
    if (needsAdvanced && !properties.every(isOfSignIns) && !(isEventual && isCountWanted)) {
      return unsupported("This filter needs the header ConsistencyLevel: eventual and $count=true.");
    }
  }
  if (search !== null && !isEventual) {
    return unsupported("Request with $search query parameter only works with ConsistencyLevel: eventual.");
  }
  return null;
}
