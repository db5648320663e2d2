import type { Json } from "./document.ts";
import { isJson, objectIn } from "./document.ts";
import { KNOWN_EXTRAS } from "./known-extras.ts";

const REF = "#/components/schemas/";

/** Where the schemas of a contract stand, for `$ref`. */
export const SCHEMAS_ID = "contract";

/** A schema's own name within `SCHEMAS_ID`. */
export function refTo(name: string): string {
  return `${SCHEMAS_ID}#/$defs/${name.replaceAll("/", "~1")}`;
}

const STRICT = "!strict";
const BASE = "microsoft.graph.directoryObject";

/** The kinds of directory objects by what their rows say in `@odata.type`. */
const OBJECT_KINDS = ["user", "group", "servicePrincipal", "administrativeUnit", "directoryRole"].map(
  (kind) => `microsoft.graph.${kind}`,
);

/** Rewrites the references of a schema: inherited parts stay open, everything else is closed. */
function rewritten(value: unknown, isInherited: boolean): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => rewritten(item, isInherited));
  if (!isJson(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
    if (name === "$ref" && typeof inner === "string") {
      const target = inner.replace(REF, "");
      return [name, refTo(isInherited ? target : `${target}${STRICT}`)];
    }
    return [name, rewritten(inner, name === "allOf")];
  });
  return Object.fromEntries(entries);
}

/** A schema with its references closed: an answer may hold nothing that the contract does not know. */
export function strictSchema(schema: Json): unknown {
  return rewritten(schema, false);
}

function isObjectSchema(schema: Json): boolean {
  return schema["type"] === "object" || schema["allOf"] !== undefined || schema["oneOf"] !== undefined;
}

function listIn(from: unknown, name: string): readonly unknown[] {
  const list = isJson(from) ? from[name] : undefined;
  return Array.isArray(list) ? list : [];
}

/** The schemas among which a schema lets `@odata.type` choose, by what that says; null where it does not. */
function choicesOf(schema: Json): ReadonlyMap<string, string> | null {
  const choices = listIn(schema, "oneOf").map((branch): [unknown, unknown] => {
    const [base, mark] = listIn(branch, "allOf").filter(isJson);
    return [objectIn(mark ?? {}, "properties", "@odata.type")["const"], base?.["$ref"]];
  });
  const texts = choices.filter(
    (pair): pair is [string, string] => typeof pair[0] === "string" && typeof pair[1] === "string",
  );
  return texts.length === 0 || texts.length < choices.length ? null : new Map(texts);
}

/**
 * The closed form of such a schema: the type must be one of them, and then all of it is that schema. Ajv loses count of
 * what it has looked at when no branch of a `oneOf` fits, and `unevaluatedProperties` over it fails with an exception.
 */
function closedChoice(choices: ReadonlyMap<string, string>): unknown {
  const branches = [...choices].map(([type, ref]) => ({
    if: { properties: { "@odata.type": { const: type } }, required: ["@odata.type"] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { $ref: refTo(`${ref.replace(REF, "")}${STRICT}`) },
  }));
  return {
    type: "object",
    required: ["@odata.type"],
    properties: { "@odata.type": { enum: [...choices.keys()] } },
    allOf: branches,
  };
}

/** The closed form of one schema: its own properties, known extras and `@odata` annotations. */
function closed(name: string, schema: Json): unknown {
  if (!isObjectSchema(schema)) return { $ref: refTo(name) };
  const choices = choicesOf(schema);
  if (choices !== null) return closedChoice(choices);
  const extras = Object.fromEntries((KNOWN_EXTRAS[name] ?? []).map((property) => [property, true]));
  return {
    allOf: [{ $ref: refTo(name) }],
    properties: extras,
    patternProperties: { "@odata\\.": true },
    unevaluatedProperties: false,
  };
}

/** A directory object is what its type says; one without a type has an id and no more than every object has. */
function closedObject(names: readonly string[]): unknown {
  const kinds = OBJECT_KINDS.filter((kind) => names.includes(kind));
  const branches = kinds.map((kind) => ({
    if: { properties: { "@odata.type": { const: `#${kind}` } }, required: ["@odata.type"] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { $ref: refTo(`${kind}${STRICT}`) },
  }));
  const isOther = {
    if: {
      properties: { "@odata.type": { enum: kinds.map((kind) => `#${kind}`) } },
      required: ["@odata.type"],
    },
    else: closed(BASE, { type: "object" }),
  };
  return { allOf: [...branches, isOther] };
}

/** All schemas of a contract twice: as they are, to be inherited from, and closed, to be checked by. */
export function strictSchemas(schemas: Json): Json {
  const names = Object.keys(schemas);
  const definitions: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    definitions[name] = rewritten(schema, false);
    if (isJson(schema)) definitions[`${name}${STRICT}`] = closed(name, schema);
  }
  if (names.includes(BASE)) definitions[`${BASE}${STRICT}`] = closedObject(names);
  return { $id: SCHEMAS_ID, $defs: definitions };
}
