import type { FastifyInstance, FastifyReply } from "fastify";
import Fastify from "fastify";
import { requestRow } from "../collections/requests.ts";
import { roleAssignmentRow } from "../collections/schedule-rows.ts";
import { parseDuration } from "../duration.ts";
import { readWrite } from "../pipeline/read-body.ts";
import { submit } from "../pipeline/submit.ts";
import type { Outcome, Refusal } from "../refusal.ts";
import { badRequest, objectNotFound } from "../refusal.ts";
import { assignOutsidePim } from "../routes/role-assignments.ts";
import type { SeedFacts } from "../seed/tenant.ts";
import type { Fault, Faults } from "../state/faults.ts";
import type { Grant } from "../state/schedule.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { Switches } from "../state/switches.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatTimestamp } from "../timestamp.ts";
import { CONTROL_BODIES } from "./bodies.ts";
import { countState, dumpState } from "./state-dump.ts";

/** What the control surface works on. */
export interface ControlOptions {
  readonly tenant: Tenant;
  readonly faults: Faults;
  readonly facts: SeedFacts;
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.status).send({ error: { code: refusal.code, message: refusal.message } });
}

function answer<T>(reply: FastifyReply, outcome: Outcome<T>, present: (value: T) => unknown): FastifyReply {
  return outcome.isOk ? reply.code(201).send(present(outcome.value)) : refuse(reply, outcome.refusal);
}

function serveReads(app: FastifyInstance, options: ControlOptions): void {
  const { tenant, facts, faults } = options;
  app.get("/tenant", async () => {
    tenant.settle();
    return { ...facts, epochAt: formatTimestamp(facts.epochAt), counts: countState(tenant) };
  });
  app.get("/watchdog", async () => {
    tenant.settle();
    const { violations } = tenant.watchdog;
    return {
      count: violations.length,
      violations: violations.map((violation) => ({ ...violation, at: formatTimestamp(violation.at) })),
    };
  });
  app.get("/state", async () => {
    tenant.settle();
    return dumpState(tenant);
  });
  app.get("/faults", async () => ({ faults: faults.list() }));
}

function serveSwitches(app: FastifyInstance, options: ControlOptions): void {
  const { tenant, faults } = options;
  app.post<{ Body: { advance: string } }>(
    "/clock",
    { schema: { body: CONTROL_BODIES.clock } },
    async (request, reply) => {
      const byMs = parseDuration(request.body.advance);
      if (byMs === null) return refuse(reply, badRequest("advance must be a duration such as PT5M."));
      tenant.clock.advance(byMs);
      return { now: formatTimestamp(tenant.settle()) };
    },
  );
  app.post<{ Body: Fault[] }>(
    "/faults",
    {
      schema: { body: CONTROL_BODIES.faults },
      // One fault may come without a list around it.
      preValidation: async (request) => {
        if (!Array.isArray(request.body)) request.body = [request.body];
      },
    },
    (request, reply) => {
      faults.order(request.body);
      return reply.send({ faults: faults.list() });
    },
  );
  app.delete("/faults", async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  app.post<{ Body: { premium: boolean } }>(
    "/licence",
    { schema: { body: CONTROL_BODIES.licence } },
    (request, reply) => {
      tenant.switches.isPremium = request.body.premium;
      return reply.send({ premium: tenant.switches.isPremium });
    },
  );
  app.post<{ Body: { refuse: 401 | 403 | null } }>(
    "/permissions",
    { schema: { body: CONTROL_BODIES.permissions } },
    (request, reply) => {
      tenant.switches.refuseWith = request.body.refuse;
      return reply.send({ refuse: tenant.switches.refuseWith });
    },
  );
  app.post<{ Body: Partial<Switches> }>(
    "/quirks",
    { schema: { body: CONTROL_BODIES.quirks } },
    (request, reply) => {
      const { staleReadsMs, ...others } = request.body;
      Object.assign(tenant.switches, others);
      if (staleReadsMs !== undefined) tenant.setStaleReads(staleReadsMs);
      return reply.send(tenant.switches);
    },
  );
}

/** What a user does for themselves in PIM, answered as Graph would. */
function serveUserActions(app: FastifyInstance, tenant: Tenant): void {
  app.post<{ Body: Grant & { duration: string } }>(
    "/activations",
    { schema: { body: CONTROL_BODIES.activation } },
    async (request, reply) => {
      const { duration, ...grant } = request.body;
      return answer(
        reply,
        runAsUser(tenant, {
          ...grant,
          action: "selfActivate",
          justification: "Work to do",
          scheduleInfo: { expiration: { type: "afterDuration", duration } },
        }),
        requestRow,
      );
    },
  );
  app.post<{ Body: Grant }>(
    "/deactivations",
    { schema: { body: CONTROL_BODIES.deactivation } },
    async (request, reply) =>
      answer(reply, runAsUser(tenant, { ...request.body, action: "selfDeactivate" }), requestRow),
  );
}

function runAsUser(
  tenant: Tenant,
  body: Readonly<Record<string, unknown>> & { readonly principalId: string },
): Outcome<ScheduleRequest> {
  const now = tenant.settle();
  const caller = { id: body.principalId, kind: "user" } as const;
  const write = readWrite(body, { side: "assignment", now, caller });
  return write.isOk ? submit(tenant, write.value, { isDropped: false }) : write;
}

/** What happens in a tenant besides PIM. */
function serveEvents(app: FastifyInstance, tenant: Tenant): void {
  app.post(
    "/outside-pim/assignments",
    { schema: { body: CONTROL_BODIES.assignment } },
    async (request, reply) => answer(reply, assignOutsidePim(tenant, request.body), roleAssignmentRow),
  );
  app.delete<{ Params: { id: string } }>("/users/:id", async (request, reply) => {
    const { id } = request.params;
    return tenant.deletePrincipal(id) ? reply.code(204).send() : refuse(reply, objectNotFound(id));
  });
  app.patch<{ Params: { id: string }; Body: { accountEnabled: boolean } }>(
    "/users/:id",
    { schema: { body: CONTROL_BODIES.user } },
    async (request, reply) => {
      const user = tenant.directory.user(request.params.id);
      if (user === null) return refuse(reply, objectNotFound(request.params.id));
      tenant.directory.put({ ...user, accountEnabled: request.body.accountEnabled });
      return reply.code(204).send();
    },
  );
  app.patch<{ Params: { role: string; rule: string }; Body: Record<string, unknown> }>(
    "/role-settings/:role/rules/:rule",
    { schema: { body: CONTROL_BODIES.rule } },
    async (request, reply) => {
      const { role, rule } = request.params;
      const isDone = tenant.policies.change(role, rule, request.body);
      return isDone ? reply.code(204).send() : refuse(reply, objectNotFound(`${role}/${rule}`));
    },
  );
}

/** Makes the control surface: plain http, for tests and demonstrations on the same machine. It does not listen yet. */
export function buildControlServer(options: ControlOptions): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
  });
  serveReads(app, options);
  serveSwitches(app, options);
  serveUserActions(app, options.tenant);
  serveEvents(app, options.tenant);
  return app;
}
