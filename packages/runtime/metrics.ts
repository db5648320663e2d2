import { collectDefaultMetrics, Registry } from "prom-client";

/** The metrics of one process; what is registered here is what `/metrics` shows. */
export type Metrics = { readonly registry: Registry; readonly contentType: string; read(): Promise<string> };

/** A registry of its own, with the process's CPU, memory, event loop and garbage collection in it. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return { registry, contentType: registry.contentType, read: () => registry.metrics() };
}

export { Counter, Gauge, Histogram } from "prom-client";
