import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";
import type { Row } from "./filter.ts";
import type { Query } from "./query.ts";

/**
 * The selected properties of rows that need not be alike, with what was expanded and what `@odata` says; refused when
 * no row has a property of that name.
 */
export function selectRows(rows: readonly Row[], query: Query): Outcome<readonly Row[]> {
  const { select } = query;
  if (select === null) return accepted(rows);
  const known = new Set(rows.flatMap((row) => Object.keys(row)));
  const unknown = select.find((name) => !known.has(name));
  if (unknown !== undefined && rows.length > 0) {
    return refused(badRequest(`Could not find a property named '${unknown}'.`));
  }
  const kept = new Set([...select, ...query.expand.map((expand) => expand.name)]);
  const isKept = (name: string): boolean => kept.has(name) || name.startsWith("@odata.");
  return accepted(
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => isKept(name)))),
  );
}
