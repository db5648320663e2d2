import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";
import type { Filter } from "./filter-parse.ts";
import { parseFilter } from "./filter-parse.ts";
import type { Search } from "./search.ts";
import { parseSearch } from "./search.ts";

/** One navigation that is asked for, with what is asked of the objects behind it. */
export interface Expand {
  readonly name: string;
  readonly select: readonly string[] | null;
  readonly expand: readonly Expand[];
}

/** The query options of one request. */
export interface Query {
  readonly filter: Filter | null;
  readonly search: Search | null;
  readonly select: readonly string[] | null;
  readonly expand: readonly Expand[];
  readonly top: number | null;
  readonly isCountWanted: boolean;
  readonly orderBy: { readonly property: string; readonly isDescending: boolean } | null;
  readonly skipToken: string | null;
  /** All options but the skip token, for the next link. */
  readonly carried: URLSearchParams;
}

const KNOWN: ReadonlySet<string> = new Set([
  "$filter",
  "$select",
  "$expand",
  "$top",
  "$count",
  "$orderby",
  "$search",
  "$skiptoken",
]);

/** Splits at a separator that stands outside parentheses and quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function parseExpand(text: string): Expand[] {
  return splitOutside(text, ",").map((item) => {
    const found = /^(?<name>[^(]+?)\s*(?:\((?<inner>.*)\))?$/su.exec(item)?.groups;
    const options = new Map(
      splitOutside(found?.["inner"] ?? "", ";").map((option): [string, string] => {
        const [name = "", ...rest] = option.split("=");
        return [name.trim().toLowerCase(), rest.join("=").trim()];
      }),
    );
    const select = options.get("$select");
    return {
      name: found?.["name"] ?? item,
      select: select === undefined ? null : splitOutside(select, ","),
      expand: parseExpand(options.get("$expand") ?? ""),
    };
  });
}

function parseOrderBy(text: string | undefined): Query["orderBy"] {
  const [property, direction] = (text ?? "").trim().split(/\s+/u);
  if (property === undefined || property === "") return null;
  return { property, isDescending: direction?.toLowerCase() === "desc" };
}

/** Reads the query options of a URL. Options are known with and without `$`, as Microsoft Graph does. */
export function parseQuery(url: URL): Outcome<Query> {
  const options = new Map<string, string>();
  const carried = new URLSearchParams();
  for (const [rawName, value] of url.searchParams) {
    const lower = rawName.trim().toLowerCase();
    const name = lower.startsWith("$") ? lower : `$${lower}`;
    if (!KNOWN.has(name)) return refused(badRequest(`The query parameter '${rawName}' is not supported.`));
    options.set(name, value.trim());
    if (name !== "$skiptoken") carried.set(name, value.trim());
  }
  const top = options.get("$top");
  if (top !== undefined && !/^[1-9]\d{0,8}$/u.test(top)) {
    return refused(badRequest(`Invalid value '${top}' for $top query option found.`));
  }
  const filterText = options.get("$filter");
  const filter = filterText === undefined ? accepted<Filter | null>(null) : parseFilter(filterText);
  if (!filter.isOk) return filter;
  const searchText = options.get("$search");
  const search = searchText === undefined ? accepted<Search | null>(null) : parseSearch(searchText);
  if (!search.isOk) return search;
  const select = options.get("$select");
  return accepted({
    filter: filter.value,
    search: search.value,
    select: select === undefined ? null : splitOutside(select, ","),
    expand: parseExpand(options.get("$expand") ?? ""),
    top: top === undefined ? null : Number(top),
    isCountWanted: options.get("$count") === "true",
    orderBy: parseOrderBy(options.get("$orderby")),
    skipToken: options.get("$skiptoken") ?? null,
    carried,
  });
}
