import type { FastifyInstance, FastifyRequest } from "fastify";
import { isPimPath, missingPermission } from "../permissions/check-application.ts";
import type { Call } from "../permissions/check-call.ts";
import { checkAction, checkCall } from "../permissions/check-call.ts";
import { findPermissions } from "../permissions/table.ts";
import type { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Tokens } from "../state/tokens.ts";
import { refuse } from "./answer.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who speaks; null before the token was looked at. */
    tokenCaller: Caller | null;
    /** Whether what the body asks for has still to be looked at. */
    isAllowedByAction: boolean;
  }
}

/** The caller of a request that was let in. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.tokenCaller === null) throw new Error("The request was let in without a token.");
  return request.tokenCaller;
}

function callOf(request: FastifyRequest): Call {
  const route = (request.routeOptions.url ?? "").replace(/^\/(?:v1\.0|beta)(?=\/|$)/u, "");
  return { method: request.method, route, url: request.url };
}

function lacksLicence(tenant: Tenant, call: Call): Refusal | null {
  return isPimPath(call.route) && !tenant.switches.isPremium ? refusalOf("licenceRequired") : null;
}

/** What every call is answered with while permissions are taken away as a whole. */
function refuseAll(call: Call): Refusal {
  const permissions = findPermissions(call.method, call.route, call.url);
  return permissions === null
    ? refusalOf("insufficientPrivileges")
    : missingPermission(permissions, call.route);
}

/** Refuses what comes without a good token, without permission, or to PIM without a licence: in this order. */
export function authorizeRequests(app: FastifyInstance, tenant: Tenant, tokens: Tokens): void {
  app.decorateRequest("tokenCaller", null);
  app.decorateRequest("isAllowedByAction", false);
  app.addHook("onRequest", async (request, reply) => {
    const token = /^Bearer (?<token>.+)$/u.exec(request.headers.authorization ?? "")?.groups?.["token"];
    if (token === undefined) return refuse(request, reply, refusalOf("missingToken"));
    const { refuseWith } = tenant.switches;
    const caller = tokens.callerOf(token);
    if (caller === null || refuseWith === 401) return refuse(request, reply, refusalOf("invalidToken"));
    request.tokenCaller = caller;
    const call = callOf(request);
    if (refuseWith === 403) return refuse(request, reply, refuseAll(call));
    const verdict = checkCall(tenant, caller, call);
    if (verdict.kind === "refused") return refuse(request, reply, verdict.refusal);
    request.isAllowedByAction = verdict.kind === "byAction";
    const refusal = request.isAllowedByAction ? null : lacksLicence(tenant, call);
    return refusal === null ? undefined : refuse(request, reply, refusal);
  });
  app.addHook("preHandler", async (request, reply) => {
    if (!request.isAllowedByAction) return undefined;
    const call = callOf(request);
    const refusal = checkAction(tenant, callerOf(request), call, request.body) ?? lacksLicence(tenant, call);
    return refusal === null ? undefined : refuse(request, reply, refusal);
  });
}
