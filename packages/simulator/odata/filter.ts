import type { Refusal } from "../refusal.ts";
import { badRequest } from "../refusal.ts";
import { parseTimestamp } from "../timestamp.ts";
import type { CompareOperator, Comparison, Filter, Literal } from "./filter-parse.ts";

/** What a filter may say about a property. */
export type FilterOperator = CompareOperator | "in" | "null" | "startswith";

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
  if (filter.kind === "any") return checkFilter(filter.inner, rulesWithin(filter, rules));
  return checkComparison(filter, rules);
}

/** The rules of what a collection within the object holds, under the name that a lambda gives it. */
function rulesWithin(filter: Extract<Filter, { kind: "any" }>, rules: FilterRules): FilterRules {
  const prefix = `${filter.property}/`;
  const within = Object.entries(rules).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    within.map(([name, operators]) => [`${filter.variable}/${name.slice(prefix.length)}`, operators]),
  );
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
  const at = typeof value === "string" ? parseTimestamp(value) : null;
  if (at !== null && typeof literal === "string") return at === parseTimestamp(literal);
  return value === literal;
}

function compare(value: unknown, operator: CompareOperator, literal: Literal): boolean {
  if (operator === "eq") return isEqual(value, literal);
  if (operator === "ne") return !isEqual(value, literal);
  if (typeof value === "string" && typeof literal === "string") {
    return inOrder(parseTimestamp(value) ?? value, operator, parseTimestamp(literal) ?? literal);
  }
  return typeof value === "number" && typeof literal === "number" && inOrder(value, operator, literal);
}

function inOrder(one: string | number, operator: CompareOperator, other: string | number): boolean {
  return (
    (operator.startsWith("g") && one > other) ||
    (operator.startsWith("l") && one < other) ||
    (operator.endsWith("e") && one === other)
  );
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
      return compare(valueAt(row, filter.property), filter.operator, filter.value);
    case "in":
      return filter.values.some((value) => isEqual(valueAt(row, filter.property), value));
    case "any": {
      const items = valueAt(row, filter.property);
      return (
        Array.isArray(items) &&
        items.some((item: unknown) => matchesFilter({ [filter.variable]: item }, filter.inner))
      );
    }
    case "startswith": {
      const value = valueAt(row, filter.property);
      return typeof value === "string" && value.toLowerCase().startsWith(filter.value.toLowerCase());
    }
  }
}

/** The values that a property must have for the filter to hold, where the filter says so; null when it does not. */
export function requiredValues(filter: Filter | null, property: string): readonly string[] | null {
  if (filter === null) return null;
  if (filter.kind === "and") {
    return requiredValues(filter.left, property) ?? requiredValues(filter.right, property);
  }
  if (filter.kind === "compare" && filter.property === property && filter.operator === "eq") {
    return typeof filter.value === "string" ? [filter.value.toLowerCase()] : null;
  }
  if (filter.kind === "in" && filter.property === property) {
    return filter.values.map((value) => String(value).toLowerCase());
  }
  return null;
}

/** Whether a filter needs the advanced query capabilities of directory objects. */
export function isAdvanced(filter: Filter): boolean {
  if (filter.kind === "and" || filter.kind === "or")
    return isAdvanced(filter.left) || isAdvanced(filter.right);
  if (filter.kind === "any") return isAdvanced(filter.inner);
  return filter.kind === "not" || (filter.kind === "compare" && filter.operator === "ne");
}
