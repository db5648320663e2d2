import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ContractDocument, Json } from "./document.ts";
import { SCHEMAS_ID, strictSchema, strictSchemas } from "./strict-schemas.ts";

/** Says what is wrong with a value, by a schema of a contract: nothing, or one line for each mistake. */
export type SchemaCheck = (schema: Json, value: unknown) => readonly string[];

const MAXIMUM_MISTAKE_COUNT = 5;

function described(error: ErrorObject): string {
  const unknown: unknown = error.params["unevaluatedProperty"] ?? error.params["additionalProperty"];
  const what = typeof unknown === "string" ? `must not have "${unknown}"` : (error.message ?? error.keyword);
  return `${error.instancePath === "" ? "the body" : error.instancePath} ${what}`;
}

/**
 * Checks by the schemas of a contract, closed, in JSON Schema 2020-12. Formats are left alone: where they matter, the
 * contract has patterns.
 */
export function createSchemaCheck(document: ContractDocument): SchemaCheck {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(strictSchemas(document.schemas), SCHEMAS_ID);
  const compiled = new Map<Json, ValidateFunction>();
  return (schema, value) => {
    const known = compiled.get(schema);
    const validate = known ?? ajv.compile(asSchema(strictSchema(schema)));
    if (known === undefined) compiled.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).slice(0, MAXIMUM_MISTAKE_COUNT).map(described);
  };
}

function asSchema(schema: unknown): object {
  if (typeof schema !== "object" || schema === null) throw new Error("A schema must be an object.");
  return schema;
}
