import { readFileSync } from "node:fs";
import type { JsonObject } from "./json.ts";
import { isJsonObject, parseObject, textAt } from "./json.ts";
import type { GraphMethod } from "./lab.ts";

/** A request of Microsoft's pages with its answer. */
export interface DocumentedExample {
  /** Its line in the file and its name: two examples may have the same name. */
  readonly name: string;
  readonly method: GraphMethod;
  readonly version: "v1.0" | "beta";
  /** After the version, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestBody: JsonObject | null;
  readonly status: number;
  readonly responseBody: unknown;
}

const METHODS = ["GET", "POST", "DELETE", "PATCH", "PUT"] as const;

function headersOf(told: unknown): Record<string, string> {
  const entries = Object.entries(isJsonObject(told) ? told : {});
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function readExample(line: string, index: number): DocumentedExample {
  const told = parseObject(line);
  const method = METHODS.find((known) => known === told["method"]);
  const { status, requestBody, responseBody } = told;
  const url = /^https:\/\/graph\.microsoft\.com\/(?<version>v1\.0|beta)(?<path>.*)$/u.exec(
    textAt(told, "url"),
  );
  if (method === undefined || typeof status !== "number" || url === null) {
    throw new Error(`Line ${index + 1} is no example.`);
  }
  return {
    name: `${index + 1} ${textAt(told, "name")}`,
    method,
    version: url.groups?.["version"] === "beta" ? "beta" : "v1.0",
    path: url.groups?.["path"] ?? "",
    headers: headersOf(told["requestHeaders"]),
    requestBody: isJsonObject(requestBody) ? requestBody : null,
    status,
    responseBody,
  };
}

/** All examples in a file with one in each line. */
export function readDocumentedExamples(file: string): readonly DocumentedExample[] {
  return readFileSync(file, "utf8").trim().split("\n").map(readExample);
}
