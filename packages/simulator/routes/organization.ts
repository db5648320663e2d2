import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import { project } from "../odata/collection.ts";
import type { Row } from "../odata/filter.ts";
import { parseQuery } from "../odata/query.ts";
import { accepted } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";

const ENTRA_P2 = { id: "eec0eb4f-6444-4f95-aba0-50c24d67f998", name: "AAD_PREMIUM_P2" };
const ENTRA_P1 = { id: "41781fb2-bc02-4b7c-bd55-b576c07bb09d", name: "AAD_PREMIUM" };

function organizationRow(tenant: Tenant): Row {
  return {
    id: tenant.id,
    displayName: "Contoso",
    tenantType: "AAD",
    countryLetterCode: "NL",
    createdDateTime: "2018-03-05T09:12:44Z",
    deletedDateTime: null,
    onPremisesSyncEnabled: true,
    verifiedDomains: [
      { name: "contoso.com", isDefault: true, isInitial: false, type: "Managed" },
      { name: "contoso.onmicrosoft.com", isDefault: false, isInitial: true, type: "Managed" },
    ],
    assignedPlans: [],
    provisionedPlans: [],
  };
}

function skuRow(tenant: Tenant): Row {
  const skuId = tenant.switches.isPremium
    ? "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
    : "05e9a617-0261-4cee-bb44-138d3ef5d965";
  const plans = tenant.switches.isPremium ? [ENTRA_P1, ENTRA_P2] : [ENTRA_P1];
  return {
    capabilityStatus: "Enabled",
    consumedUnits: 14,
    id: `${tenant.id}_${skuId}`,
    prepaidUnits: { enabled: 25_000, suspended: 0, warning: 0 },
    servicePlans: plans.map((plan) => ({
      servicePlanId: plan.id,
      servicePlanName: plan.name,
      provisioningStatus: "Success",
      appliesTo: "User",
    })),
    skuId,
    skuPartNumber: tenant.switches.isPremium ? "SPE_E5" : "SPE_E3",
    appliesTo: "User",
  };
}

function answerSingle(request: FastifyRequest, reply: FastifyReply, path: string, row: Row): FastifyReply {
  const query = parseQuery(urlOf(request));
  if (!query.isOk) return refuse(request, reply, query.refusal);
  const suffix = query.value.select === null ? "" : `(${query.value.select.join(",")})`;
  return answer(
    request,
    reply,
    accepted({
      "@odata.context": `${rootOf(request)}/$metadata#${path}${suffix}`,
      value: [project(row, query.value.select)],
    }),
  );
}

/** The tenant itself, and what it has licences for. */
export function serveOrganization(app: FastifyInstance, tenant: Tenant): void {
  app.get("/organization", async (request, reply) =>
    answerSingle(request, reply, "organization", organizationRow(tenant)),
  );
  app.get("/subscribedSkus", async (request, reply) =>
    answerSingle(request, reply, "subscribedSkus", skuRow(tenant)),
  );
}
