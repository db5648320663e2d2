import type { Tenant } from "../state/tenant.ts";
import { auditDirectory } from "./audit-directory.ts";
import { auditRequests } from "./audit-requests.ts";
import { auditSchedules } from "./audit-schedules.ts";

/** Writes down everything that happens in a tenant from now on: to be called when it has been made up. */
export function auditTenant(tenant: Tenant): void {
  auditRequests(tenant);
  auditSchedules(tenant);
  auditDirectory(tenant);
}
