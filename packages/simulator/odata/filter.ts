import type { Refusal } from "../refusal.ts";
import { badRequest } from "../refusal.ts";
import type { Comparison, ComparisonOperator, Filter, Literal, TextFunction } from "./filter-parse.ts";

/** What a filter may say about a property; `null` is a comparison with null, `any` a question about a list. */
export type FilterOperator = ComparisonOperator | TextFunction | "in" | "null" | "any";

/**
 * The properties of a collection that can be filtered by, and how. What can be asked of the items of a list stands
 * under its name with a slash: `assignedLicenses/skuId`, or `groupTypes/*` for the items themselves.
 */
export type FilterRules = Readonly<Record<string, readonly FilterOperator[]>>;

/** An object as it goes over the wire. */
export type Row = Readonly<Record<string, unknown>>;

function operatorsOf(filter: Comparison): FilterOperator[] {
  if (filter.kind !== "compare") return [filter.kind];
  return filter.value === null ? [filter.operator, "null"] : [filter.operator];
}

/** Why the collection cannot be filtered like this; null when it can. */
export function checkFilter(filter: Filter, rules: FilterRules, within = ""): Refusal | null {
  switch (filter.kind) {
    case "and":
    case "or":
      return checkFilter(filter.left, rules, within) ?? checkFilter(filter.right, rules, within);
    case "not":
      return checkFilter(filter.inner, rules, within);
    case "any":
      return (
        checkOperators(filter.property, ["any"], rules) ??
        (filter.inner === null ? null : checkFilter(filter.inner, rules, `${filter.property}/`))
      );
    default:
      return checkOperators(`${within}${filter.property}`, operatorsOf(filter), rules);
  }
}

function checkOperators(
  property: string,
  operators: readonly FilterOperator[],
  rules: FilterRules,
): Refusal | null {
  const allowed = Object.hasOwn(rules, property) ? rules[property] : undefined;
  if (allowed === undefined) return badRequest(`Invalid property '${property}'.`);
  const missing = operators.find((operator) => !allowed.includes(operator));
  if (missing === undefined) return null;
  return {
    status: 400,
    code: "Request_UnsupportedQuery",
    message: `Unsupported or invalid query filter clause specified for property '${property}' (${missing}).`,
  };
}

/** The value with this name, which may have slashes; `*` is the value itself. */
export function valueAt(from: unknown, property: string): unknown {
  if (property === "*") return from;
  let value: unknown = from;
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

/** Below, at or above zero as the value is below, at or above the literal; null where that cannot be said. */
function compared(value: unknown, literal: Literal): number | null {
  if (typeof value === "number" && typeof literal === "number") return value - literal;
  if (typeof value !== "string" || typeof literal !== "string") return null;
  const [left, right] = [Date.parse(value), Date.parse(literal)];
  if (/^\d{4}-/u.test(literal) && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return value.localeCompare(literal, "en");
}

function matchesComparison(value: unknown, operator: ComparisonOperator, literal: Literal): boolean {
  if (operator === "eq" || operator === "ne") return isEqual(value, literal) === (operator === "eq");
  const order = compared(value, literal);
  if (order === null) return false;
  switch (operator) {
    case "ge":
      return order >= 0;
    case "gt":
      return order > 0;
    case "le":
      return order <= 0;
    case "lt":
      return order < 0;
  }
}

/** Whether a row, or an item of a list, fits. */
export function matchesFilter(row: unknown, filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
      return matchesFilter(row, filter.left) && matchesFilter(row, filter.right);
    case "or":
      return matchesFilter(row, filter.left) || matchesFilter(row, filter.right);
    case "not":
      return !matchesFilter(row, filter.inner);
    case "compare":
      return matchesComparison(valueAt(row, filter.property), filter.operator, filter.value);
    case "in":
      return filter.values.some((value) => isEqual(valueAt(row, filter.property), value));
    case "any": {
      const { inner } = filter;
      const list = valueAt(row, filter.property);
      return Array.isArray(list) && list.some((item) => inner === null || matchesFilter(item, inner));
    }
    case "startswith":
    case "endswith": {
      const value = valueAt(row, filter.property);
      if (typeof value !== "string") return false;
      const [text, part] = [value.toLowerCase(), filter.value.toLowerCase()];
      return filter.kind === "startswith" ? text.startsWith(part) : text.endsWith(part);
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
  return (
    filter.kind === "not" ||
    filter.kind === "endswith" ||
    (filter.kind === "compare" && filter.operator === "ne")
  );
}
