import type {
  AccessReading,
  AdministrativeUnit,
  AssignmentInstance,
  EligibilityInstance,
  Principal,
  RoleAssignment,
  RoleDefinition,
  ScheduleRequest,
  Side,
  SubmittedRequest,
  TenantAnswer,
} from "@standdown/domain";
import type { TenantConfig } from "@standdown/runtime";
import { createCredential } from "./client/credential.ts";
import { createGraphClient, type GraphClientOptions } from "./client/graph-client.ts";
import { trustedRoots } from "./client/trusted-roots.ts";
import { readAccess, type AccessQuestion } from "./resources/access-reading.ts";
import { listAdministrativeUnits } from "./resources/administrative-units.ts";
import { listAssignmentInstances, listRoleHolders } from "./resources/assignment-schedule-instances.ts";
import { listEligibilityInstances } from "./resources/eligibility-schedule-instances.ts";
import { readOrganization, type Organization } from "./resources/organization.ts";
import { readPrincipals } from "./resources/principals.ts";
import { listRoleAssignments } from "./resources/role-assignments.ts";
import { listRoleDefinitions } from "./resources/role-definitions.ts";
import { listRequests, submit } from "./resources/schedule-requests.ts";
import { readPimLicence } from "./resources/subscribed-skus.ts";

/** Which tenant, how it is entered, and how it is spoken to. A process's whole tenant configuration fits. */
export type TenantOptions = Pick<
  TenantConfig,
  "tenantId" | "graphBaseUrl" | "authorityHost" | "credential" | "extraCaPem"
> &
  Pick<GraphClientOptions, "requestTimeoutMs" | "connectionsMax" | "now">;

/** Pages of one collection, in order. A page that failed is yielded as such and is the last one. */
export type Pages<T> = AsyncIterable<TenantAnswer<readonly T[]>>;

/**
 * A tenant behind Microsoft Graph. Every method answers with a value or with a classified problem, and throws only
 * for a bug.
 */
export interface GraphTenant {
  readOrganization(): Promise<TenantAnswer<Organization>>;
  readPimLicence(): Promise<TenantAnswer<{ readonly isLicensed: boolean }>>;
  listRoleDefinitions(): Pages<RoleDefinition>;
  listRoleAssignments(): Pages<RoleAssignment>;
  listAssignmentInstances(): Pages<AssignmentInstance>;
  listEligibilityInstances(): Pages<EligibilityInstance>;
  listAdministrativeUnits(): Pages<AdministrativeUnit>;
  readPrincipals(ids: readonly string[]): Promise<TenantAnswer<readonly Principal[]>>;
  readAccess(of: AccessQuestion): Promise<TenantAnswer<AccessReading>>;
  listRoleHolders(roleDefinitionId: string): Pages<AssignmentInstance>;
  listRequests(of: {
    readonly side: Side;
    readonly principalId: string;
    readonly roleDefinitionId: string;
  }): Promise<TenantAnswer<readonly SubmittedRequest[]>>;
  submit(request: ScheduleRequest): Promise<TenantAnswer<SubmittedRequest>>;
  /** Closes the connections when the last answer is there. */
  close(): Promise<void>;
}

/** Makes the tenant. Nothing is sent before the first call. */
export function createTenant(options: TenantOptions): GraphTenant {
  const { graphBaseUrl, extraCaPem, requestTimeoutMs, connectionsMax, now } = options;
  const client = createGraphClient({
    baseUrl: graphBaseUrl,
    newCredential: () => createCredential(options),
    trustedRoots: trustedRoots(extraCaPem),
    ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
    ...(connectionsMax === undefined ? {} : { connectionsMax }),
    ...(now === undefined ? {} : { now }),
  });
  return {
    readOrganization: async () => await readOrganization(client),
    readPimLicence: async () => await readPimLicence(client),
    listRoleDefinitions: () => listRoleDefinitions(client),
    listRoleAssignments: () => listRoleAssignments(client),
    listAssignmentInstances: () => listAssignmentInstances(client),
    listEligibilityInstances: () => listEligibilityInstances(client),
    listAdministrativeUnits: () => listAdministrativeUnits(client),
    readPrincipals: async (ids) => await readPrincipals(client, ids),
    readAccess: async (of) => await readAccess(client, of),
    listRoleHolders: (roleDefinitionId) => listRoleHolders(client, roleDefinitionId),
    listRequests: async (of) => await listRequests(client, of),
    submit: async (request) => await submit(client, request),
    close: async () => await client.close(),
  };
}
