import type { FastifyInstance } from "fastify";
import type { Random } from "../random.ts";

/** Gives each request its ids, and each answer the headers that the service always sends. */
export function identifyRequests(app: FastifyInstance, random: Random): void {
  app.decorateRequest("answerId", "");
  app.decorateRequest("clientRequestId", "");
  app.addHook("onRequest", async (request, reply) => {
    request.answerId = random.guid();
    const given = request.headers["client-request-id"];
    request.clientRequestId = typeof given === "string" ? given : request.answerId;
    reply.headers({
      "request-id": request.answerId,
      "client-request-id": request.clientRequestId,
      "odata-version": "4.0",
      "cache-control": "no-cache",
      "x-ms-ags-diagnostic":
        '{"ServerInfo":{"DataCenter":"Simulated","Slice":"E","Ring":"1","ScaleUnit":"000"}}',
    });
  });
}
