import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject } from "ajv/dist/2020.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parseTimestamp } from "../timestamp.ts";
import { contradictionsOf } from "./check-inventory.ts";
import type { Inventory } from "./inventory.ts";

/** An inventory, or everything that is wrong with it, each with its JSON pointer. */
export type InventoryReading =
  | { readonly isOk: true; readonly inventory: Inventory }
  | { readonly isOk: false; readonly problems: readonly string[] };

const SCHEMA_FILE = join(import.meta.dirname, "inventory.schema.json");

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

/** Checks a document against the schema, and that it does not contradict itself. */
export function checkInventory(document: unknown): InventoryReading {
  const schema: object = JSON.parse(readFileSync(SCHEMA_FILE, "utf8"));
  const isInventory = new Ajv2020({
    allErrors: true,
    discriminator: true,
    formats: { "date-time": (text: string) => parseTimestamp(text) !== null },
  }).compile<Inventory>(schema);
  if (!isInventory(document)) {
    const errors = (isInventory.errors ?? []).filter((error) => error.keyword !== "if");
    return { isOk: false, problems: errors.map(problemText) };
  }
  const problems = [...contradictionsOf(document)];
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
