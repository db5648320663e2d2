import type { FastifyInstance } from "fastify";
import { permissionRefusal, refusalOf } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Tokens } from "../state/tokens.ts";
import { refuse } from "./answer.ts";

/** Paths that belong to PIM: another permission, and a licence. */
const PIM = /\/(?:role(?:Assignment|Eligibility)Schedule|roleManagementPolic)/iu;

/** Refuses what comes without a good token, without permission, or to PIM without a licence. */
export function authorizeRequests(app: FastifyInstance, tenant: Tenant, tokens: Tokens): void {
  app.addHook("onRequest", async (request, reply) => {
    const token = /^Bearer (?<token>.+)$/u.exec(request.headers.authorization ?? "")?.groups?.["token"];
    if (token === undefined) return refuse(request, reply, refusalOf("missingToken"));
    const { refuseWith, isPremium } = tenant.switches;
    if (!tokens.isValid(token) || refuseWith === 401) {
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
