import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";
import type { Row } from "./filter.ts";

/** One clause of `$search`: a property that has a word which begins with the text. */
export interface SearchClause {
  readonly property: string;
  readonly text: string;
}

/** What `$search` asks for: every group must fit, and of each group any clause. */
export type Search = readonly (readonly SearchClause[])[];

const CLAUSE = /^"(?<property>\w+):(?<text>[^"]+)"$/u;

/** Reads `$search` of directory objects: `"displayName:ann" OR "mail:ann" AND "displayName:b"`; here OR binds tighter. */
export function parseSearch(text: string): Outcome<Search> {
  const groups: SearchClause[][] = [];
  for (const part of text.trim().split(/\s+AND\s+/u)) {
    const clauses = part.split(/\s+OR\s+/u).map((clause) => CLAUSE.exec(clause.trim())?.groups);
    if (clauses.includes(undefined)) return refused(badRequest(`Syntax error in the search '${text}'.`));
    groups.push(
      clauses.map((found) => ({ property: found?.["property"] ?? "", text: found?.["text"]?.trim() ?? "" })),
    );
  }
  return accepted(groups);
}

/** Whether a row has what is searched for. */
export function matchesSearch(row: Row, search: Search): boolean {
  return search.every((group) =>
    group.some(({ property, text }) => {
      const value = row[property];
      if (typeof value !== "string") return false;
      const wanted = text.toLowerCase();
      const words = value.toLowerCase().split(/[^\p{L}\p{N}@.]+/u);
      return value.toLowerCase().startsWith(wanted) || words.some((word) => word.startsWith(wanted));
    }),
  );
}
