import type { Collection } from "../odata/collection.ts";
import type { FilterRules, Row } from "../odata/filter.ts";
import type { AuditEntry, AuditInitiator, AuditTarget } from "../state/audit-log.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatTimestamp } from "../timestamp.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_MS = { premium: 30 * DAY_MS, free: 7 * DAY_MS };
/** Microsoft's page on the list gives it as default and as maximum. */
const PAGE_SIZE = 1000;

const PREFIXES = { PIM: "PIM", "Core Directory": "Directory" } as const;

/** The id of an entry: what logged it, what belongs together, and its number. */
export function auditId(entry: AuditEntry): string {
  return `${PREFIXES[entry.loggedByService]}_${entry.correlationId}_${entry.order}`;
}

function initiatorRow(initiator: AuditInitiator): Row {
  if (initiator.kind === "user") {
    const { id, displayName, userPrincipalName } = initiator;
    return { user: { id, displayName, userPrincipalName, ipAddress: null }, app: null };
  }
  const { appId, displayName, servicePrincipalId } = initiator;
  return { user: null, app: { appId, displayName, servicePrincipalId, servicePrincipalName: null } };
}

function targetRow({ type, id, displayName, userPrincipalName, change }: AuditTarget): Row {
  return {
    id,
    displayName,
    type,
    userPrincipalName: userPrincipalName ?? null,
    groupType: null,
    modifiedProperties:
      change === undefined
        ? []
        : [{ displayName: change.name, oldValue: change.before, newValue: change.after }],
  };
}

/** An entry as it is listed. */
export function auditRow(entry: AuditEntry): Row {
  return {
    id: auditId(entry),
    category: entry.category,
    correlationId: entry.correlationId,
    result: entry.result,
    resultReason: entry.resultReason,
    activityDisplayName: entry.activity,
    activityDateTime: formatTimestamp(entry.at),
    loggedByService: entry.loggedByService,
    operationType: entry.operationType,
    initiatedBy: initiatorRow(entry.initiatedBy),
    targetResources: entry.targets.map(targetRow),
    additionalDetails: entry.details.map(([key, value]) => ({ key, value })),
  };
}

const NAME = ["eq", "startswith"] as const;
/** What Microsoft's page on the list names. */
const FILTERABLE: FilterRules = {
  activityDisplayName: NAME,
  activityDateTime: ["eq", "ge", "le"],
  loggedByService: ["eq"],
  "initiatedBy/user/id": ["eq"],
  "initiatedBy/user/displayName": ["eq"],
  "initiatedBy/user/userPrincipalName": NAME,
  "initiatedBy/app/appId": ["eq"],
  "initiatedBy/app/displayName": ["eq"],
  targetResources: ["any"],
  "targetResources/id": ["eq"],
  "targetResources/displayName": NAME,
};

/** From when to when entries are listed: not before they have come in, and as long as the licence keeps them. */
function listedWindow(tenant: Tenant): readonly [afterAt: number, untilAt: number] {
  const now = tenant.clock.now();
  const keptMs = tenant.switches.isPremium ? KEPT_MS.premium : KEPT_MS.free;
  return [now - keptMs, now - tenant.quirks.value("auditDelay")];
}

/** `auditLogs/directoryAudits`. */
export function auditCollection(tenant: Tenant): Collection<AuditEntry> {
  return {
    path: "auditLogs/directoryAudits",
    candidates: () => tenant.audits.between(...listedWindow(tenant)),
    orderOf: (entry) => entry.order,
    toRow: auditRow,
    filterable: FILTERABLE,
    properties: [
      "id",
      "category",
      "correlationId",
      "result",
      "resultReason",
      "activityDisplayName",
      "activityDateTime",
      "loggedByService",
      "operationType",
      "initiatedBy",
      "targetResources",
      "additionalDetails",
    ],
    defaultProperties: null,
    expands: {},
    maximumExpandCount: 0,
    pageSize: PAGE_SIZE,
    maximumPageSize: PAGE_SIZE,
    isTopBeyondMaximumRefused: false,
    needsConsistencyLevel: false,
    orderable: ["activityDateTime"],
    isNewestFirst: true,
  };
}

/** An entry by its id; null when it is not listed. */
export function findAudit(tenant: Tenant, id: string): AuditEntry | null {
  const entry = tenant.audits.byOrder(Number(id.split("_").at(-1)));
  const [afterAt, untilAt] = listedWindow(tenant);
  const isListed = entry !== null && auditId(entry) === id && entry.at > afterAt && entry.at <= untilAt;
  return isListed ? entry : null;
}
