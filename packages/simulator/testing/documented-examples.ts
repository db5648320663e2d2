import { readFileSync } from "node:fs";
import type { JsonObject } from "./json.ts";
import { isJsonObject, parseObject, textAt } from "./json.ts";

/** A request of Microsoft's pages with its answer. */
export interface DocumentedExample {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** After the version, with the query. */
  readonly path: string;
  readonly requestBody: JsonObject | null;
  readonly status: number;
  readonly responseBody: unknown;
}

const ROLE_COLLECTION =
  /^\/roleManagement\/directory\/role(?:Definitions|Assignments|(?:Assignment|Eligibility)Schedule(?:s|Instances|Requests))(?:\/[^/]+(?:\/cancel)?)?$/u;
const POLICY_COLLECTION =
  /^\/policies\/roleManagementPolic(?:ies|yAssignments)(?:\/[^/]+(?:\/rules(?:\/[^/]+)?)?)?$/u;
const GROUP_COLLECTION =
  /^\/identityGovernance\/privilegedAccess\/group\/(?:assignment|eligibility)Schedule(?:s|Instances|Requests)(?:\/[^/]+(?:\/cancel)?)?$/u;
const OTHERS =
  /^\/(?:subscribedSkus|directory\/administrativeUnits(?:\/[^/]+)?|groups(?:\/[^/]+)?|users\/[^/]+)$/u;

/** What only a signed-in user can ask, and roles limited to attribute sets. */
const NOT_SERVED =
  /filterByCurrentUser|selfActivate|attributeSets|"\/identityGovernance\/privilegedAccess\/group\/eligibilityScheduleRequests(?:\?\$select[^"]*)?",null/u;
/** Writes to what is only read here. */
const WRITE_NOT_SERVED = /\/(?:roleDefinitions|administrativeUnits|groups)(?:\/[^/]+)?$/u;
/** Properties of Exchange and of identities. */
const QUERY_NOT_SERVED = /^\/(?:groups|users)[^?]*\?/u;

function isServed(example: DocumentedExample): boolean {
  const resource = (example.path.split("?")[0] ?? "").replace(/\/$/u, "");
  const isKnown = [ROLE_COLLECTION, POLICY_COLLECTION, GROUP_COLLECTION, OTHERS].some((pattern) =>
    pattern.test(resource),
  );
  const isWrite = example.method !== "GET";
  return (
    isKnown &&
    !NOT_SERVED.test(JSON.stringify([example.path, example.requestBody])) &&
    !QUERY_NOT_SERVED.test(example.path) &&
    !(isWrite && WRITE_NOT_SERVED.test(resource))
  );
}

function readExample(line: string): DocumentedExample | null {
  const told = parseObject(line);
  const method = (["GET", "POST", "PATCH", "DELETE"] as const).find((known) => known === told["method"]);
  const { status, requestBody, responseBody } = told;
  // A few pages of v1.0 show what beta answers.
  if (JSON.stringify(responseBody ?? "").includes("graph.microsoft.com/beta/$metadata")) return null;
  if (method === undefined || typeof status !== "number" || status >= 300 || told["apiVersion"] !== "v1.0") {
    return null;
  }
  const path = textAt(told, "url").replace(/^https:\/\/graph\.microsoft\.com\/(?:v1\.0|beta)/u, "");
  return { method, path, status, responseBody, requestBody: isJsonObject(requestBody) ? requestBody : null };
}

/** The examples of v1.0 for what the simulated tenant serves, from a file with one in each line. */
export function readDocumentedExamples(file: string): readonly DocumentedExample[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map(readExample)
    .filter((example) => example !== null)
    .filter(isServed);
}
