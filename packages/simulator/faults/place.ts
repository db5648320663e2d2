import { createHash } from "node:crypto";

/** Where a fault can strike: the same for each try of the same thing, whoever else asks for what meanwhile. */
export interface Place {
  /** Method, path without ids, and the action of the body: `POST /roleManagement/…/roleAssignmentScheduleRequests adminRemove`. */
  readonly operation: string;
  /** Who and what it is about. */
  readonly target: string;
}

/** Names of collections, properties, actions and functions are letters; whatever else stands in a path is an id. */
const NAME = /^[$a-z.]+(?:\(.*\))?$/iu;
/** What the body of a write says of its target. */
const GRANT_PROPERTIES = [
  "principalId",
  "roleDefinitionId",
  "directoryScopeId",
  "appScopeId",
  "groupId",
  "accessId",
];

function textOf(body: object, name: string): string | null {
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" ? value : null;
}

/** Where the body names nobody, all of it is the target: a batch, or a list of ids. */
function targetInBody(body: object): string {
  const grant = GRANT_PROPERTIES.map((name) => textOf(body, name) ?? "");
  if (textOf(body, "principalId") !== null) return grant.join("|").replace(/\|+$/u, "");
  return `#${createHash("sha256").update(JSON.stringify(body)).digest("hex").slice(0, 16)}`;
}

/** A query without the place in a list: that is the service's own word, and may be another each time. */
function queryOf(search: string): string {
  const query = new URLSearchParams(search);
  query.delete("$skiptoken");
  query.sort();
  return decodeURIComponent(query.toString().replaceAll("+", "%20"));
}

/** The place of a request; the url begins with the version. */
export function placeOf(request: {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}): Place {
  const [path = "", search = ""] = request.url.split("?");
  const segments = path
    .split("/")
    .slice(2)
    .filter((segment) => segment !== "");
  const body = typeof request.body === "object" ? request.body : null;
  const action = body === null ? null : textOf(body, "action");
  const targets = [
    ...segments.filter((segment) => !NAME.test(segment)),
    ...(search === "" ? [] : [queryOf(search)]),
    ...(body === null || request.method === "GET" ? [] : [targetInBody(body)]),
  ];
  const shape = segments.map((segment) => (NAME.test(segment) ? segment : "{id}")).join("/");
  return {
    operation: `${request.method} /${shape}${action === null ? "" : ` ${action}`}`,
    target: targets.join(" ").toLowerCase(),
  };
}
