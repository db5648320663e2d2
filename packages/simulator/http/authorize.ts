import type { FastifyInstance, FastifyRequest } from "fastify";
import { permissionRefusal, refusalOf } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Tokens } from "../state/tokens.ts";
import { refuse } from "./answer.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who speaks; null before the token was looked at. */
    tokenCaller: Caller | null;
  }
}

/** The caller of a request that was let in. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.tokenCaller === null) throw new Error("The request was let in without a token.");
  return request.tokenCaller;
}

/** Paths that belong to PIM: another permission, and a licence. */
const PIM = /\/(?:role(?:Assignment|Eligibility)Schedule|roleManagementPolic|privilegedAccess\/group)/iu;

/** Refuses what comes without a good token, without permission, or to PIM without a licence. */
export function authorizeRequests(app: FastifyInstance, tenant: Tenant, tokens: Tokens): void {
  app.decorateRequest("tokenCaller", null);
  app.addHook("onRequest", async (request, reply) => {
    const token = /^Bearer (?<token>.+)$/u.exec(request.headers.authorization ?? "")?.groups?.["token"];
    if (token === undefined) return refuse(request, reply, refusalOf("missingToken"));
    const { refuseWith, isPremium } = tenant.switches;
    request.tokenCaller = tokens.callerOf(token);
    if (request.tokenCaller === null || refuseWith === 401) {
      return refuse(request, reply, refusalOf("invalidToken"));
    }
    const isPim = PIM.test(request.url.split("?")[0] ?? "");
    if (refuseWith === 403) {
      const refusal = isPim
        ? permissionRefusal(["RoleManagement.Read.Directory", "RoleManagement.Read.All"])
        : refusalOf("insufficientPrivileges");
      return refuse(request, reply, refusal);
    }
    return isPim && !isPremium ? refuse(request, reply, refusalOf("licenceRequired")) : undefined;
  });
}
