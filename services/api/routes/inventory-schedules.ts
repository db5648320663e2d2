import {
  Id,
  mistakesAt,
  pageAsked,
  pageOf,
  pageQuery,
  refTo,
  ScheduleDocument,
  ScheduleOrder,
  shape,
} from "@standdown/contracts";
import { callerOf, type HttpService } from "@standdown/contracts/server";
import { firstDueAt, scheduleProblems } from "@standdown/domain";
import type { ApiParts } from "../build-api.ts";

/** When the tenant is read again by itself. */
export function addInventorySchedules(app: HttpService, { store, connection, now }: ApiParts): void {
  app.post(
    "/v1/inventory-schedules",
    {
      config: { access: ["author", "operator"], refusals: ["idempotencyMismatch", "idempotencyInProgress"] },
      schema: {
        operationId: "createInventorySchedule",
        summary: "Have the tenant read again and again, and what changed told as review events",
        body: ScheduleOrder,
        response: { 201: refTo(ScheduleDocument) },
      },
    },
    async (request, reply) => {
      const { name, every, timeZone = null, emergencyAccess = [] } = request.body;
      const problems = scheduleProblems({ every, timeZone }, now());
      if (problems.length > 0) return reply.refuse("bodyInvalid", "", mistakesAt("", problems));
      const schedule = await store.createSchedule({
        tenantId: connection.tenantId,
        name,
        every,
        timeZone,
        emergencyAccess,
        createdBy: callerOf(request).name,
        createdAt: now().toISOString(),
        nextDueAt: firstDueAt({ every, timeZone }, now()).toISOString(),
      });
      void reply.code(201);
      return schedule;
    },
  );
  app.get(
    "/v1/inventory-schedules",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "listInventorySchedules",
        summary: "The schedules that start inventories, in the order in which they were made",
        querystring: shape(pageQuery),
        response: { 200: pageOf(refTo(ScheduleDocument)) },
      },
    },
    (request) => store.listSchedules(pageAsked(request.query)),
  );
  app.delete(
    "/v1/inventory-schedules/:id",
    {
      config: { access: ["author", "operator"] },
      schema: {
        operationId: "endInventorySchedule",
        summary: "End a schedule: it starts nothing more; what it found stays",
        params: shape({ id: Id }),
        response: { 200: refTo(ScheduleDocument) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const ended = await store.endSchedule(id, { by: callerOf(request).name, at: now().toISOString() });
      return ended ?? reply.refuse("notFound", `there is no schedule ${id}`);
    },
  );
}
