import { readFileSync } from "node:fs";

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** What a document says about one method of one path. */
export interface Operation {
  readonly method: string;
  /** With parameters in braces: `/groups/{group-id}/members`. */
  readonly path: string;
  /** The query options and headers it takes, in lower case. */
  readonly options: ReadonlySet<string>;
  /** The schema of the body; null when there is none. */
  readonly requestSchema: Json | null;
  /** By status: `200`, `4XX`; null for an answer without a body. */
  readonly answers: ReadonlyMap<string, Json | null>;
  /** The operation as the document has it, for what else it says. */
  readonly raw: Json;
}

/** A contract: its operations, and the schemas that they refer to. */
export interface ContractDocument {
  readonly operations: readonly Operation[];
  readonly schemas: Json;
}

const METHODS: ReadonlySet<string> = new Set(["get", "post", "patch", "put", "delete"]);

/** Whether a value is an object and no list. */
export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object with this name; an empty one when there is none. */
export function objectIn(from: Json, ...names: readonly string[]): Json {
  let value: unknown = from;
  for (const name of names) value = isJson(value) ? value[name] : undefined;
  return isJson(value) ? value : {};
}

function schemaOf(holder: Json): Json | null {
  const [content] = Object.values(objectIn(holder, "content"));
  const schema = isJson(content) ? content["schema"] : undefined;
  return isJson(schema) ? schema : null;
}

function resolved(document: Json, holder: Json): Json {
  const ref = holder["$ref"];
  return typeof ref === "string" ? objectIn(document, ...ref.replace(/^#\//u, "").split("/")) : holder;
}

function readOperation(document: Json, path: string, method: string, raw: Json): Operation {
  const parameters = Array.isArray(raw["parameters"]) ? raw["parameters"].filter(isJson) : [];
  const options = parameters.filter((parameter) => parameter["in"] !== "path");
  const body = raw["requestBody"];
  const answers = Object.entries(objectIn(raw, "responses")).map(
    ([status, answer]): [string, Json | null] => [
      status,
      isJson(answer) ? schemaOf(resolved(document, answer)) : null,
    ],
  );
  return {
    method: method.toUpperCase(),
    path,
    options: new Set(options.map((parameter) => String(parameter["name"]).toLowerCase())),
    requestSchema: isJson(body) ? schemaOf(body) : null,
    answers: new Map(answers),
    raw,
  };
}

/** Reads an OpenAPI 3.1 document, as far as a contract needs it. */
export function readDocument(document: Json): ContractDocument {
  const operations = Object.entries(objectIn(document, "paths")).flatMap(([path, item]) =>
    Object.entries(isJson(item) ? item : {})
      .filter(([method]) => METHODS.has(method))
      .map(([method, raw]) => readOperation(document, path, method, isJson(raw) ? raw : {})),
  );
  return { operations, schemas: objectIn(document, "components", "schemas") };
}

/** Reads the document in a file; what is no OpenAPI document is a mistake of whoever named the file. */
export function readDocumentFile(file: string): ContractDocument {
  const told: unknown = JSON.parse(readFileSync(file, "utf8"));
  const document = readDocument(isJson(told) ? told : {});
  if (document.operations.length === 0) throw new Error(`${file} is no OpenAPI document with paths.`);
  return document;
}

/** Method and path. */
export function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** Two documents as one: what the second says about a path or a schema takes the first one's place. */
export function mergeDocuments(first: ContractDocument, second: ContractDocument): ContractDocument {
  const operations = new Map([...first.operations, ...second.operations].map((one) => [nameOf(one), one]));
  return { operations: [...operations.values()], schemas: { ...first.schemas, ...second.schemas } };
}
