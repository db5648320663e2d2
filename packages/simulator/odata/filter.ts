import type { Refusal } from "../refusal.ts";
import { badRequest } from "../refusal.ts";
import type { Comparison, Filter, Literal } from "./filter-parse.ts";

/** What a filter may say about a property. */
export type FilterOperator = "eq" | "ne" | "in" | "null" | "startswith";

/** The properties of a collection that can be filtered by, and how. */
export type FilterRules = Readonly<Record<string, readonly FilterOperator[]>>;

/** An object as it goes over the wire. */
export type Row = Readonly<Record<string, unknown>>;

function operatorsOf(filter: Comparison): FilterOperator[] {
  if (filter.kind === "in") return ["in"];
  if (filter.kind === "startswith") return ["startswith"];
  return filter.value === null ? [filter.operator, "null"] : [filter.operator];
}

/** Why the collection cannot be filtered like this; null when it can. */
export function checkFilter(filter: Filter, rules: FilterRules): Refusal | null {
  if (filter.kind === "and" || filter.kind === "or") {
    return checkFilter(filter.left, rules) ?? checkFilter(filter.right, rules);
  }
  if (filter.kind === "not") return checkFilter(filter.inner, rules);
  return checkComparison(filter, rules);
}

function checkComparison(filter: Comparison, rules: FilterRules): Refusal | null {
  const allowed = rules[filter.property];
  if (allowed === undefined) return badRequest(`Invalid property '${filter.property}'.`);
  const missing = operatorsOf(filter).find((operator) => !allowed.includes(operator));
  if (missing === undefined) return null;
  return {
    status: 400,
    code: "Request_UnsupportedQuery",
    message: `Unsupported or invalid query filter clause specified for property '${filter.property}' (${missing}).`,
  };
}

function valueAt(row: Row, property: string): unknown {
  let value: unknown = row;
  for (const name of property.split("/")) {
    if (typeof value !== "object" || value === null) return null;
    value = Reflect.get(value, name);
  }
  return value ?? null;
}

function isEqual(value: unknown, literal: Literal): boolean {
  // Ids are compared in any case; other texts exactly (displayName was measured to be case-sensitive).
  if (typeof value === "string" && typeof literal === "string" && literal.length === 36) {
    return value.toLowerCase() === literal.toLowerCase();
  }
  return value === literal;
}

/** Whether a row fits. */
export function matchesFilter(row: Row, filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
      return matchesFilter(row, filter.left) && matchesFilter(row, filter.right);
    case "or":
      return matchesFilter(row, filter.left) || matchesFilter(row, filter.right);
    case "not":
      return !matchesFilter(row, filter.inner);
    case "compare":
      return isEqual(valueAt(row, filter.property), filter.value) === (filter.operator === "eq");
    case "in":
      return filter.values.some((value) => isEqual(valueAt(row, filter.property), value));
    case "startswith": {
      const value = valueAt(row, filter.property);
      return typeof value === "string" && value.toLowerCase().startsWith(filter.value.toLowerCase());
    }
  }
}

/**
 * The texts that a property must have for the filter to hold, as they were written, where the filter says so; null when
 * it does not.
 */
export function requiredTexts(filter: Filter | null, property: string): readonly string[] | null {
  if (filter === null) return null;
  if (filter.kind === "and") {
    return requiredTexts(filter.left, property) ?? requiredTexts(filter.right, property);
  }
  if (filter.kind === "compare" && filter.property === property && filter.operator === "eq") {
    return typeof filter.value === "string" ? [filter.value] : null;
  }
  if (filter.kind === "in" && filter.property === property) {
    return [...new Set(filter.values.map(String))];
  }
  return null;
}

/** The same in lower case. */
export function requiredValues(filter: Filter | null, property: string): readonly string[] | null {
  const texts = requiredTexts(filter, property);
  return texts === null ? null : [...new Set(texts.map((text) => text.toLowerCase()))];
}

/** Whether a filter needs the advanced query capabilities of directory objects. */
export function isAdvanced(filter: Filter): boolean {
  if (filter.kind === "and" || filter.kind === "or")
    return isAdvanced(filter.left) || isAdvanced(filter.right);
  return filter.kind === "not" || (filter.kind === "compare" && filter.operator === "ne");
}
