import type { FastifyInstance, FastifyRequest } from "fastify";
import { answer, refuse } from "../http/answer.ts";
import { accepted, refusalOf } from "../refusal.ts";

interface BatchItem {
  readonly id: string;
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface ItemAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const MAXIMUM_ITEM_COUNT = 20;
/** The headers that an item's answer carries, as the service writes them: Microsoft's client looks for exactly these. */
const ITEM_HEADERS = [
  "Cache-Control",
  "x-ms-resource-unit",
  "OData-Version",
  "Content-Type",
  "x-ms-throttle-limit-percentage",
  "x-ms-throttle-scope",
  "x-ms-throttle-information",
  "Retry-After",
];
/** What belongs to the batch as a whole: an item that has it says nothing by it. */
const OUTER_HEADERS: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
]);
const JSON_BODY = { "Content-Type": "application/json" };
const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;

function readItem(value: unknown): BatchItem | null {
  if (typeof value !== "object" || value === null) return null;
  const get = (name: string): unknown => Reflect.get(value, name);
  const id = get("id");
  const method = METHODS.find((known) => known === String(get("method")).toUpperCase());
  const url = get("url");
  if (typeof id !== "string" || id === "" || method === undefined || typeof url !== "string") return null;
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(get("headers") ?? {})) {
    if (!OUTER_HEADERS.has(name.toLowerCase())) headers[name.toLowerCase()] = String(text);
  }
  const dependsOn = get("dependsOn");
  const item: BatchItem = {
    id,
    method,
    url: url.startsWith("/") ? url : `/${url}`,
    headers,
    body: get("body"),
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
  return item.body !== undefined && item.headers["content-type"] === undefined ? null : item;
}

/** The items of a batch; null when it is malformed as a whole. */
function readItems(body: unknown): BatchItem[] | null {
  const requests: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "requests") : null;
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > MAXIMUM_ITEM_COUNT) return null;
  const items = requests.map(readItem).filter((item) => item !== null);
  const ids = new Set(items.map((item) => item.id));
  return items.length === requests.length && ids.size === items.length ? items : null;
}

async function runItem(
  app: FastifyInstance,
  outer: FastifyRequest,
  item: BatchItem,
  mark: Readonly<Record<string, string>>,
): Promise<ItemAnswer> {
  const version = outer.url.startsWith("/beta/") ? "/beta" : "/v1.0";
  const response = await app.inject({
    method: item.method,
    url: `${version}${item.url}`,
    headers: {
      host: outer.host,
      authorization: outer.headers.authorization ?? "",
      ...item.headers,
      ...mark,
    },
    ...(item.body === undefined ? {} : { payload: JSON.stringify(item.body) }),
  });
  const headers: Record<string, string> = {};
  for (const name of ITEM_HEADERS) {
    const value = response.headers[name.toLowerCase()];
    if (typeof value === "string") headers[name] = value;
  }
  const body: unknown = response.payload === "" ? undefined : parsed(response.payload);
  return { id: item.id, status: response.statusCode, headers, ...(body === undefined ? {} : { body }) };
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

/** Serves `$batch`: each item is a request of its own, with its own status; the answers come in any order. */
export function serveBatch(app: FastifyInstance, mark: Readonly<Record<string, string>>): void {
  app.post("/$batch", async (request, reply) => {
    const items = readItems(request.body);
    if (items === null) return refuse(request, reply, refusalOf("invalidBatch"));
    const responses = new Map<string, ItemAnswer>();
    for (const item of items) {
      const isBlocked = item.dependsOn.some((id) => (responses.get(id)?.status ?? 424) >= 400);
      const { status, code, message } = refusalOf("failedDependency");
      responses.set(
        item.id,
        isBlocked
          ? { id: item.id, status, headers: JSON_BODY, body: { error: { code, message } } }
          : await runItem(app, request, item, mark),
      );
    }
    return answer(request, reply, accepted({ responses: [...responses.values()].toReversed() }));
  });
}
