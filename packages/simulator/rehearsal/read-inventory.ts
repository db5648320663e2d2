import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject } from "ajv/dist/2020.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Inventory } from "./inventory.ts";
import { readRoleSetting } from "./role-settings.ts";

/** An inventory, or everything that is wrong with it, each with its JSON pointer. */
export type InventoryReading =
  | { readonly isOk: true; readonly inventory: Inventory }
  | { readonly isOk: false; readonly problems: readonly string[] };

const SCHEMA_FILE = join(import.meta.dirname, "inventory.schema.json");

/** Lists whose rows are told apart by id. */
const LISTS = [
  "roles",
  "principals",
  "administrativeUnits",
  "roleAssignments",
  "assignments",
  "eligibilities",
] as const;

/** Reads an exported inventory from a file. */
export function readInventoryFile(path: string): InventoryReading {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return {
      isOk: false,
      problems: [`: cannot be read (${error instanceof Error ? error.message : String(error)})`],
    };
  }
  return checkInventory(document);
}

/** Checks a document against the schema, that no id occurs twice, and that role settings can be read. */
export function checkInventory(document: unknown): InventoryReading {
  const schema: object = JSON.parse(readFileSync(SCHEMA_FILE, "utf8"));
  const isInventory = new Ajv2020({ allErrors: true }).compile<Inventory>(schema);
  if (!isInventory(document)) {
    const errors = (isInventory.errors ?? []).filter((error) => error.keyword !== "if");
    return { isOk: false, problems: errors.map(problemText) };
  }
  const problems = [...doubles(document), ...settingProblems(document)];
  return problems.length === 0 ? { isOk: true, inventory: document } : { isOk: false, problems };
}

function problemText({ instancePath, keyword, params, message }: ErrorObject): string {
  const told = message ?? keyword;
  if (keyword === "additionalProperties") {
    return `${instancePath}/${pointerPart(params["additionalProperty"])}: is not known`;
  }
  if (keyword === "required") return `${instancePath}/${pointerPart(params["missingProperty"])}: is missing`;
  if (keyword === "enum") return `${instancePath}: ${told}: ${String(params["allowedValues"])}`;
  if (keyword === "const") return `${instancePath}: must be ${JSON.stringify(params["allowedValue"])}`;
  return `${instancePath}: ${told}`;
}

/** RFC 6901. */
function pointerPart(name: unknown): string {
  return String(name).replaceAll("~", "~0").replaceAll("/", "~1");
}

function* settingProblems({ roles, roleSettings = [] }: Inventory): Generator<string> {
  const roleIds = new Set(roles.map(({ id }) => id));
  for (const [index, setting] of roleSettings.entries()) {
    const at = `/roleSettings/${index}`;
    const { roleDefinitionId } = setting;
    if (!roleIds.has(roleDefinitionId)) yield `${at}/roleDefinitionId: ${roleDefinitionId} is no role`;
    for (const problem of readRoleSetting(setting).problems) yield `${at}${problem}`;
  }
}

function* doubles(inventory: Inventory): Generator<string> {
  for (const name of LISTS) {
    const seen = new Set<string>();
    for (const [index, { id }] of inventory[name].entries()) {
      if (seen.has(id)) yield `/${name}/${index}/id: ${id} is there already`;
      seen.add(id);
    }
  }
}
