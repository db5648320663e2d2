import { Type } from "typebox";
import { listOf, shape } from "../shape.ts";
import type { HttpService } from "./service.ts";

/** One thing that must be there before requests are taken. */
export type ReadinessCheck = { readonly name: string; readonly isReady: boolean; readonly detail: string };

/** Looks at everything that the service needs; must answer in bounded time and must not throw. */
export type Readiness = () => Promise<readonly ReadinessCheck[]>;

const Alive = shape({ status: Type.Literal("alive") });
const Ready = shape({
  status: Type.Enum(["ready", "notReady"]),
  checks: listOf(shape({ name: Type.String(), isReady: Type.Boolean(), detail: Type.String() })),
});

/** The only routes that answer without a token. */
export function addProbes(app: HttpService, readiness: Readiness): void {
  app.get(
    "/livez",
    {
      config: { access: "open" },
      schema: { operationId: "livez", summary: "Whether the process is alive", response: { 200: Alive } },
    },
    () => ({ status: "alive" as const }),
  );
  app.get(
    "/readyz",
    {
      config: { access: "open" },
      schema: {
        operationId: "readyz",
        summary: "Whether the process can do its work",
        response: { 200: Ready, 503: Ready },
      },
    },
    async (_request, reply) => {
      const checks = await readiness();
      const isReady = checks.every((check) => check.isReady);
      void reply.code(isReady ? 200 : 503);
      return { status: isReady ? ("ready" as const) : ("notReady" as const), checks };
    },
  );
}
