import type { LimitName } from "./limits.ts";

/** What a call costs: of each limit that it falls under, and what `x-ms-resource-unit` says of it. */
export interface CallCost {
  readonly resourceUnits: number;
  readonly charges: readonly (readonly [limit: LimitName, cost: number])[];
}

const OWN_LIMIT: readonly (readonly [path: RegExp, limit: LimitName])[] = [
  [/^\/(?:auditLogs|reports)(?:\/|$)/iu, "reports"],
  [/^\/(?:identity\/conditionalAccess|identityProtection)(?:\/|$)/iu, "conditionalAccess"],
];
/** Of other services: a batch is charged by its items, mail by Exchange. */
const FREE = /^\/(?:\$batch|users\/[^/]+\/sendMail)$/iu;
const READ_BY_POST = /\/getByIds$/iu;
const PIM_WRITE = /\/role(?:Assignment|Eligibility)ScheduleRequests(?:\/[^/]+\/cancel)?$/iu;

/** What reading a path costs, where it is not 1. */
const BASE_COST: readonly (readonly [path: RegExp, cost: number])[] = [
  [/^\/users$/iu, 2],
  [/^\/groups\/[^/]+\/members$/iu, 3],
  [/^\/groups\/[^/]+\/transitiveMembers$/iu, 5],
  [/^\/directoryObjects\/getByIds$/iu, 3],
  [/^\/subscribedSkus$/iu, 3],
];
/** Reading fewer than this at a time is cheaper. */
const SMALL_TOP = 20;

function readCost(path: string, query: URLSearchParams): number {
  const base = BASE_COST.find(([pattern]) => pattern.test(path))?.[1] ?? 1;
  const top = query.get("$top");
  const change =
    (query.has("$select") ? -1 : 0) +
    (query.has("$expand") ? 1 : 0) +
    (top !== null && Number(top) < SMALL_TOP ? -1 : 0);
  return Math.max(1, base + change);
}

/** What a call to a path below the version costs, its query included. */
export function costOf(method: string, url: string): CallCost {
  const [raw = "", search = ""] = url.split("?");
  const path = raw.replace(/\/+$/u, "");
  if (FREE.test(path)) return { resourceUnits: 1, charges: [] };
  const own = OWN_LIMIT.find(([pattern]) => pattern.test(path));
  if (own !== undefined) return { resourceUnits: 1, charges: [[own[1], 1]] };
  const isRead = method === "GET" || READ_BY_POST.test(path);
  const resourceUnits = isRead ? readCost(path, new URLSearchParams(search)) : 1;
  if (isRead) return { resourceUnits, charges: [["resourceUnits", resourceUnits]] };
  return {
    resourceUnits,
    charges: [
      ["resourceUnits", resourceUnits],
      ["writes", 1],
      ["tenantWrites", 1],
      ...(PIM_WRITE.test(path) ? ([["pimWrites", 1]] as const) : []),
    ],
  };
}
