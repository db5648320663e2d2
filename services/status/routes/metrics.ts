import type { HttpService } from "@standdown/contracts/server";
import { Histogram } from "@standdown/runtime";
import { Type } from "typebox";
import type { StatusParts } from "../build-status.ts";
import { createRolloutMetrics } from "../rollout-metrics.ts";

/** Numbers for Prometheus: of the rollouts, of this service's requests and of its process. */
export function addMetrics(app: HttpService, { store, metrics }: StatusParts): void {
  const readRollouts = createRolloutMetrics(metrics, store);
  const durations = new Histogram({
    name: "standdown_http_request_duration_seconds",
    help: "How long requests took, by route and status",
    labelNames: ["method", "route", "status"],
    registers: [metrics.registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get(
    "/metrics",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readMetrics",
        summary: "Prometheus metrics",
        produces: ["text/plain"],
        response: { 200: Type.String({ description: "The Prometheus text format." }) },
      },
    },
    async (_request, reply) => {
      await readRollouts();
      void reply.type(metrics.contentType);
      return metrics.read();
    },
  );
}
