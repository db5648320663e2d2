export { TENANT_PROBLEM_CODES, type OwnCode } from "./answer/tenant-problem-codes.ts";
export { createTenant, type GraphTenant, type TenantOptions } from "./tenant.ts";
