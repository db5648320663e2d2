import type { Actor } from "../state/actor.ts";
import type { AuditEntry } from "../state/audit-log.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { Schedule } from "../state/schedule.ts";
import { isSameGrant } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatTimestamp } from "../timestamp.ts";
import type { RequestStage, Term } from "./activity-names.ts";
import { requestActivity } from "./activity-names.ts";
import { actorOf, initiatorOf, principalTarget, roleTarget } from "./describe.ts";

type Words = Pick<AuditEntry, "activity"> & Partial<Pick<AuditEntry, "result" | "operationType">>;

const DONE: ReadonlySet<ScheduleRequest["status"]> = new Set(["Provisioned", "Revoked"]);

function detailsOf(tenant: Tenant, request: ScheduleRequest, endAt: number | null): [string, string][] {
  const told: [string, string | null][] = [
    ["RoleDefinitionOriginId", request.roleDefinitionId],
    ["RoleDefinitionOriginType", "BuiltInRole"],
    ["TemplateId", request.roleDefinitionId],
    ["StartTime", formatTimestamp(request.schedule?.startAt ?? tenant.moment)],
    ["ExpirationTime", endAt === null ? null : formatTimestamp(endAt)],
    ["Justification", request.justification],
    ["TicketNumber", request.ticketNumber],
    ["TicketSystem", request.ticketSystem],
  ];
  return told.flatMap(([key, value]) => (value === null ? [] : [[key, value]]));
}

/** Writes down each step of each request for a schedule, told from how its status changes. */
export function auditRequests(tenant: Tenant): void {
  let lastRemoved: Schedule | null = null;
  tenant.schedules.onChange((before, after) => {
    if (after === null) lastRemoved = before;
  });

  const rowOf = (request: ScheduleRequest): Schedule | null =>
    request.schedule === null && lastRemoved !== null && isSameGrant(lastRemoved, request)
      ? lastRemoved
      : tenant.schedules.byId(request.side, request.targetScheduleId ?? "");

  const note = (request: ScheduleRequest, actor: Actor, { activity, ...words }: Words): void => {
    const endAt = rowOf(request)?.endAt ?? request.schedule?.expiration.endAt ?? null;
    tenant.audits.append({
      at: tenant.moment,
      loggedByService: "PIM",
      category: "RoleManagement",
      activity,
      operationType: words.operationType ?? null,
      result: words.result ?? "success",
      resultReason: request.justification,
      initiatedBy: initiatorOf(tenant, actor),
      targets: [
        roleTarget(tenant, request.roleDefinitionId),
        { type: "Request", id: request.id, displayName: null },
        principalTarget(tenant, request.principalId),
        { type: "Directory", id: tenant.id, displayName: "Contoso" },
      ],
      details: detailsOf(tenant, request, endAt),
      correlationId: request.id,
    });
  };
  const nameOf = (request: ScheduleRequest, stage: RequestStage): string =>
    requestActivity(request, stage, termOf(request, rowOf(request)));

  tenant.requests.onChange((before, after) => {
    const asker = actorOf(tenant, after.createdById);
    if (before === null) note(after, asker, { activity: nameOf(after, "requested") });
    if (before?.status === after.status) return;
    if (after.status === "PendingApproval") {
      note(after, asker, { activity: "Add member to role approval requested (PIM activation)" });
    } else if (before?.status === "PendingApproval") {
      for (const [actor, words] of decided(tenant, after, asker)) note(after, actor, words);
    }
    if (DONE.has(after.status)) {
      const operationType = after.action === "selfActivate" ? "ActivateRole" : null;
      note(after, asker, { activity: nameOf(after, "completed"), operationType });
    } else if (after.status === "Canceled") {
      note(after, tenant.actor, { activity: nameOf(after, "canceled") });
    }
  });
}

/** What became of a request that waited for an approval, besides that it was carried out or taken back. */
function decided(tenant: Tenant, request: ScheduleRequest, asker: Actor): [Actor, Words][] {
  const isReviewed = tenant.approvals.ofRequest(request.id)?.reviewResult !== "NotReviewed";
  if (request.status === "Canceled") return [];
  if (request.status === "Denied") {
    return [[tenant.actor, { activity: "Add member to role request denied (PIM activation)" }]];
  }
  if (!isReviewed) return [[asker, { activity: "PIM activation request expired", result: "timeout" }]];
  const approved: [Actor, Words] = [
    tenant.actor,
    { activity: "Add member to role request approved (PIM activation)" },
  ];
  return request.status === "Failed"
    ? [approved, [asker, { activity: requestActivity(request, "completed", "timebound"), result: "failure" }]]
    : [approved];
}

function termOf(request: ScheduleRequest, row: Schedule | null): Term {
  if (row !== null) return row.endAt === null ? "permanent" : "timebound";
  const { type } = request.schedule?.expiration ?? { type: "noExpiration" };
  return type === "noExpiration" || type === "notSpecified" ? "permanent" : "timebound";
}
