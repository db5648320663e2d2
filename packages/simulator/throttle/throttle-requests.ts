import type { FastifyInstance } from "fastify";
import { refuse } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { refusalOf } from "../refusal.ts";
import { costOf } from "./call-cost.ts";
import { headersOf } from "./headers.ts";
import type { Throttle } from "./throttle.ts";

/** Refuses what is more than the limits allow. Each item of a batch is charged by itself, the batch is free. */
export function throttleRequests(app: FastifyInstance, throttle: Throttle, tenantId: string): void {
  app.addHook("onRequest", async (request, reply) => {
    const { appId } = callerOf(request);
    const cost = costOf(request.method, request.url.replace(/^\/(?:v1\.0|beta)/iu, ""));
    const passage = throttle.charge(appId, cost);
    reply.headers({
      "x-ms-resource-unit": String(cost.resourceUnits),
      ...headersOf(passage, { appId, tenantId }),
    });
    return passage.refusedBy === null ? undefined : refuse(request, reply, refusalOf("tooManyRequests"));
  });
}
