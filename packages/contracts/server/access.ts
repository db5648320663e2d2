import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller, CallerRole } from "../caller.ts";

/** Who may use a route: everybody (probes only), every known caller, or callers with one of these roles. */
export type Access = "open" | "anyCaller" | readonly CallerRole[];

/** Tells who a bearer token belongs to; null where it is not known. */
export type Authenticate = (bearerToken: string) => Caller | null;

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** Lets nobody in who is not known, also where there is no route, and refuses to start with a route that forgot to say. */
export function guardRoutes(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest("caller", null);
  app.addHook("onRoute", (route) => {
    if (route.config?.access === undefined) throw new Error(`${route.url} does not say who may use it`);
  });
  app.addHook("onRequest", async (request, reply) => {
    const access = request.routeOptions.config.access ?? "anyCaller";
    if (access === "open") return;
    request.caller = callerIn(request, authenticate);
    if (request.caller === null) {
      void reply.header("www-authenticate", 'Bearer realm="standdown"');
      await reply.refuse("unauthenticated", "");
      return;
    }
    if (access === "anyCaller") return;
    const { name, roles } = request.caller;
    if (roles.some((role) => access.includes(role))) return;
    await reply.refuse(
      "forbidden",
      `"${name}" is ${roles.join(", ") || "without a role"}; this takes ${access.join(" or ")}`,
    );
  });
}

/** The caller of a request that passed the guard. */
export function callerOf(request: Pick<FastifyRequest, "caller">): Caller {
  if (request.caller === null) throw new Error("the route is open, so it has no caller");
  return request.caller;
}

function callerIn(request: FastifyRequest, authenticate: Authenticate): Caller | null {
  const match = /^bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? "");
  return match?.[1] === undefined ? null : authenticate(match[1]);
}
