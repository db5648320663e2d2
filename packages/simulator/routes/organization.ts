import type { FastifyInstance } from "fastify";
import type { Row } from "../odata/filter.ts";
import { objectNotFound } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveRows } from "./read.ts";

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

/** The tenant itself. */
export function serveOrganization(app: FastifyInstance, tenant: Tenant): void {
  serveRows(app, { path: "organization", rows: () => [organizationRow(tenant)], missing: objectNotFound });
}
