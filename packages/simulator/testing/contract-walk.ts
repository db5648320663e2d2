import { expect } from "vitest";
import { DIRECTORY_FILTERS } from "../collections/directory-filters.ts";
import { DIRECTORY_PATHS, LISTED_KINDS } from "../collections/directory.ts";
import type { Operation } from "../contract/document.ts";
import { isJson, nameOf, objectIn } from "../contract/document.ts";
import { CONTRACT_BODIES } from "./contract-bodies.ts";
import { EVENTUAL, fillPath, howFor, isOfCurrentUser, requiredQuery } from "./contract-paths.ts";
import { EXPANDED_OF_DIRECTORY, UNKNOWN_ID_ANSWERS } from "./contract-tables.ts";
import type { JsonObject } from "./json.ts";
import { objectsAt } from "./json.ts";
import type { Answer, GraphMethod, How, Lab } from "./lab.ts";

const NOBODY = "00000000-0000-4000-8000-00000000dead";
const MAXIMUM_PAGE_COUNT = 4;

function methodOf(operation: Operation): GraphMethod {
  const methods = ["GET", "POST", "DELETE", "PATCH", "PUT"] as const;
  return methods.find((method) => method === operation.method) ?? "GET";
}

/** The properties that can be filtered by, with the operators: as the contract says, or as the directory's pages do. */
function filterable(operation: Operation): Readonly<Record<string, readonly string[]>> {
  const kind = LISTED_KINDS.find((one) => `/${DIRECTORY_PATHS[one]}` === operation.path);
  if (kind !== undefined) return DIRECTORY_FILTERS[kind];
  const told = objectIn(operation.raw, "x-filterable");
  return Object.fromEntries(
    Object.entries(told).map(([name, list]) => [name, Array.isArray(list) ? list.map(String) : []]),
  );
}

function literal(value: unknown): string {
  return typeof value === "boolean" ? String(value) : `'${typeof value === "string" ? value : NOBODY}'`;
}

/** One clause that uses an operator on a property. */
function clauseOf(property: string, operator: string, row: JsonObject | undefined): string {
  let value: unknown = row;
  for (const name of property.split("/")) value = isJson(value) ? value[name] : undefined;
  const isTime = property.endsWith("DateTime");
  const asLiteral = isTime ? "2026-01-01T00:00:00Z" : literal(value);
  switch (operator) {
    case "null":
      return `${property} eq null`;
    case "in":
      return `${property} in (${asLiteral})`;
    case "startswith":
    case "endswith":
      return `${operator}(${property},'a')`;
    case "any":
      return `${property}/any()`;
    default:
      return `${property} ${operator} ${asLiteral}`;
  }
}

function isReadValue(value: unknown, filter: string): boolean {
  return (typeof value === "string" || typeof value === "boolean") && filter.includes(String(value));
}

/** Inside a list, the clause is about each item. */
function wrapped(property: string, clause: string, lists: readonly string[]): string {
  const list = lists.find((name) => property.startsWith(`${name}/`));
  if (list === undefined) return clause;
  const own = property.slice(list.length + 1);
  return `${list}/any(x:${clause.replace(property, own === "*" ? "x" : `x/${own}`)})`;
}

/** Drives one operation in every documented way, and in a few that must be refused. */
export class ContractWalk {
  readonly #lab: Lab;
  readonly #lists: readonly Operation[];
  /** How many expansions were left out. */
  leftOutExpandCount = 0;

  constructor(lab: Lab, operations: readonly Operation[]) {
    this.#lab = lab;
    this.#lists = operations.filter(({ method, path }) => method === "GET" && !path.endsWith("}"));
  }

  /** Whether the operation is carried out with success when it is asked for as documented. */
  async happyPath(operation: Operation): Promise<{ path: string; answer: Answer }> {
    const path = await fillPath(this.#lab, operation, this.#lists);
    const body = CONTRACT_BODIES[nameOf(operation)]?.(this.#lab);
    if (operation.requestSchema !== null && body === undefined) {
      throw new Error(`${nameOf(operation)} takes a body, and none is written down for it.`);
    }
    const url = `${path}?${requiredQuery(this.#lab, operation)}`;
    const answer = await this.#lab.graph(methodOf(operation), url, body, howFor(this.#lab, path));
    return { path, answer };
  }

  /** Everything that a read can be asked with. */
  async driveRead(operation: Operation, path: string): Promise<void> {
    const how = howFor(this.#lab, path);
    const required = requiredQuery(this.#lab, operation);
    const ask = (query: string, more: How = {}): Promise<Answer> =>
      this.#lab.graph("GET", `${path}?${query}`, undefined, { ...how, ...more });
    const within = required === "" ? "" : `${required}&`;
    const whole = await ask(within);
    const [row] = objectsAt(whole.body, "value");
    const sample = row ?? ("value" in whole.body ? { id: NOBODY } : whole.body);
    if (operation.options.has("$select")) await this.#select(operation, sample, within, ask);
    if (operation.options.has("$top")) await this.#pages(within, ask);
    await this.#expands(operation, within, ask);
    await this.#filters(operation, required, ask);
    if (isOfCurrentUser(path)) await this.#currentUser(operation, how);
    if (operation.options.size > 0) {
      expect((await ask(`${within}$skip=1`)).status, `${path} with $skip`).toBe(400);
    }
  }

  async #select(
    operation: Operation,
    row: JsonObject,
    within: string,
    ask: (query: string) => Promise<Answer>,
  ): Promise<void> {
    const names = Object.keys(row)
      .filter((name) => !name.startsWith("@"))
      .slice(0, 2);
    const answer = await ask(`${within}$select=${names.join(",")}`);
    expect(answer.status, `${operation.path} with $select`).toBe(200);
    const [selected = answer.body] = objectsAt(answer.body, "value");
    const given = Object.keys(selected).filter((name) => !name.startsWith("@") && name !== "value");
    expect(names, `${operation.path} with $select`).toEqual(expect.arrayContaining(given));
    expect((await ask(`${within}$select=noSuchProperty`)).status, `${operation.path}, bad $select`).toBe(400);
  }

  async #pages(within: string, ask: (query: string) => Promise<Answer>): Promise<void> {
    let query = `${within}$top=1&$select=id`;
    const seen = new Set<unknown>();
    for (let page = 0; page < MAXIMUM_PAGE_COUNT; page += 1) {
      const answer = await ask(query);
      expect([query, answer.status]).toEqual([query, 200]);
      const rows = objectsAt(answer.body, "value");
      expect(rows.length).toBeLessThanOrEqual(1);
      for (const row of rows) expect(seen.has(row["id"])).toBe(false);
      for (const row of rows) seen.add(row["id"]);
      const next: unknown = answer.body["@odata.nextLink"];
      if (typeof next !== "string") return;
      expect(next).toMatch(/^https:\/\/localhost:1\/(?:v1\.0|beta)\/.+skiptoken=/u);
      expect(next).toContain("select=id");
      query = new URL(next).search.slice(1);
    }
  }

  async #expands(
    operation: Operation,
    within: string,
    ask: (query: string) => Promise<Answer>,
  ): Promise<void> {
    const parameters = operation.raw["parameters"];
    const expand = (Array.isArray(parameters) ? parameters : [])
      .filter(isJson)
      .find((one) => one["name"] === "$expand");
    const values = Array.isArray(expand?.["x-values"]) ? expand["x-values"].map(String) : [];
    const listPath = operation.path.replace(/\/\{[^}]+\}$/u, "");
    const served = EXPANDED_OF_DIRECTORY[listPath];
    for (const name of values) {
      const isServed = served === undefined || served.includes(name);
      if (!isServed) this.leftOutExpandCount += 1;
      const answer = await ask(`${within}$expand=${name}`);
      expect(answer.status, `${operation.path} with $expand=${name}`).toBe(isServed ? 200 : 400);
      const [row = answer.body] = objectsAt(answer.body, "value");
      if (isServed && "id" in row) expect(row).toHaveProperty(name);
    }
  }

  /** The function takes each of its words and no other, and is for people alone. */
  async #currentUser(operation: Operation, how: How): Promise<void> {
    const words = operation.raw["x-on-values"];
    const asked = async (word: string, by: How): Promise<number> =>
      (await this.#lab.graph("GET", operation.path.replace("{on}", word), undefined, by)).status;
    for (const word of Array.isArray(words) ? words.map(String) : ["principal"]) {
      expect([word, await asked(word, how)]).toEqual([word, 200]);
    }
    expect([await asked("everybody", how), await asked("principal", {})]).toEqual([400, 403]);
  }

  async #filters(
    operation: Operation,
    required: string,
    ask: (query: string, how?: How) => Promise<Answer>,
  ): Promise<void> {
    const rules = filterable(operation);
    // A list that must be asked with a filter is asked with both.
    const filtering = (clause: string): string =>
      required === "" ? `$filter=${clause}` : `${required} and ${clause}`;
    const lists = Object.keys(rules).filter((name) => rules[name]?.includes("any"));
    const isOfDirectory = operation.options.has("consistencylevel");
    const names = Object.keys(rules).map((name) => name.split("/")[0] ?? "");
    const select = isOfDirectory && names.length > 0 ? `&$select=${[...new Set(names)].join(",")}` : "";
    const [row] = objectsAt((await ask(`${required}${select}`)).body, "value");
    for (const [property, operators] of Object.entries(rules)) {
      for (const operator of operators) {
        const filter = wrapped(property, clauseOf(property, operator, row), lists);
        const more = isOfDirectory ? { headers: EVENTUAL } : {};
        const answer = await ask(`${filtering(filter)}${isOfDirectory ? "&$count=true" : ""}`, more);
        expect([filter, answer.status]).toEqual([filter, 200]);
        // Of a value that was read from the first row, that row at least is found.
        if (operator === "eq" && isReadValue(row?.[property], filter)) {
          expect([filter, objectsAt(answer.body, "value").length]).not.toEqual([filter, 0]);
        }
      }
      const unsupported = ["gt", "startswith", "endswith"].find((one) => !operators.includes(one)) ?? "gt";
      const bad = wrapped(property, clauseOf(property, unsupported, row), lists);
      expect([bad, (await ask(filtering(bad))).status]).toEqual([bad, 400]);
    }
    if (operation.options.has("$filter")) {
      const bad = filtering("noSuchProperty eq 'a'");
      expect([operation.path, (await ask(bad)).status]).toEqual([operation.path, 400]);
    }
  }

  /** What is answered for an id that nothing has. */
  async driveUnknownId(operation: Operation, path: string): Promise<void> {
    const at = operation.path.lastIndexOf("{");
    if (at < 0 || isOfCurrentUser(path)) return;
    const rest = operation.path.slice(operation.path.indexOf("}", at) + 1);
    const segments = path.slice(0, path.length - rest.length).split("/");
    const unknown = `${segments.slice(0, -1).join("/")}/${NOBODY}${rest}`;
    const body = CONTRACT_BODIES[nameOf(operation)]?.(this.#lab);
    const answer = await this.#lab.graph(methodOf(operation), unknown, body, howFor(this.#lab, path));
    const expected = UNKNOWN_ID_ANSWERS[nameOf(operation)] ?? 404;
    expect([nameOf(operation), answer.status]).toEqual([nameOf(operation), expected]);
  }
}
