import { LedgerEntryDocument, ProgressDocument, shape } from "@standdown/contracts";
import { createService, type HttpService, type ServiceOptions } from "@standdown/contracts/server";
import type { Metrics } from "@standdown/runtime";
import { Type } from "typebox";
import type { StatusStore } from "./ports.ts";
import { addEvents } from "./routes/events.ts";
import { addLedger } from "./routes/ledger.ts";
import { addMetrics } from "./routes/metrics.ts";
import { addProgress } from "./routes/progress.ts";

/** How often the ledger is looked at for live events, and how often a quiet stream says that it is alive. */
export type EventTiming = { readonly pollMs: number; readonly heartbeatMs: number };

/** What the routes of the status service work with. */
export type StatusParts = {
  readonly store: StatusStore;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly timing: EventTiming;
};

/** Everything that the status service is made of. */
export type StatusDependencies = StatusParts & Omit<ServiceOptions, "about">;

/** Builds the status service; it does not listen. */
export async function buildStatus(dependencies: StatusDependencies): Promise<HttpService> {
  const app = await createService({
    ...dependencies,
    about: {
      title: "Standdown status",
      description: "Says how rollouts stand. Every error is a problem document (RFC 9457).",
      version: "1.0.0",
    },
  });
  app.addSchema(LedgerEntryDocument);
  app.addSchema(ProgressDocument);
  addMetrics(app, dependencies);
  addProgress(app, dependencies);
  addEvents(app, dependencies);
  addLedger(app, dependencies);
  addIndex(app);
  return app;
}

function addIndex(app: HttpService): void {
  const routes = [
    "/v1/rollouts/{id}/progress",
    "/v1/rollouts/{id}/events",
    "/v1/rollouts/{id}/ledger",
    "/metrics",
    "/livez",
    "/readyz",
    "/openapi.json",
  ];
  app.get(
    "/",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readIndex",
        summary: "What can be read here",
        response: { 200: shape({ service: Type.String(), routes: Type.Array(Type.String()) }) },
      },
    },
    () => ({ service: "standdown-status", routes }),
  );
}
