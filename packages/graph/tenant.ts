import type {
  AccessReading,
  AssignmentInstance,
  CountedAnswer,
  GroupMembers,
  ListedKind,
  ListedPage,
  Principal,
  PrincipalSearch,
  RoleDefinition,
  RoleSettings,
  ScheduleRequest,
  SettingsRequest,
  Side,
  SubmittedRequest,
  TenantAnswer,
} from "@standdown/domain";
import type { TenantConfig } from "@standdown/runtime";
import { createCredential } from "./client/credential.ts";
import { createGraphClient, type GraphClientOptions } from "./client/graph-client.ts";
import { trustedRoots } from "./client/trusted-roots.ts";
import { readAccess, type AccessQuestion } from "./resources/access-reading.ts";
import { namePermission } from "./answer/name-permission.ts";
import { counted } from "./reading/counted.ts";
import { listRoleHolders } from "./resources/assignment-schedule-instances.ts";
import { readGroupMembers } from "./resources/group-members.ts";
import { readListed } from "./resources/listed-kinds.ts";
import { readOrganization, type Organization } from "./resources/organization.ts";
import { findPrincipals, readPrincipals } from "./resources/principals.ts";
import { listRoleDefinitions } from "./resources/role-definitions.ts";
import { readSettingsOfRole } from "./resources/role-settings.ts";
import { changeRoleSettings } from "./resources/role-settings-writes.ts";
import { listRequests, submit } from "./resources/schedule-requests.ts";

/** Which tenant, how it is entered, and how it is spoken to. A process's whole tenant configuration fits. */
export type TenantOptions = Pick<
  TenantConfig,
  "tenantId" | "graphBaseUrl" | "authorityHost" | "credential" | "extraCaPem"
> &
  Pick<GraphClientOptions, "requestTimeoutMs" | "connectionsMax" | "now">;

/** Pages of one collection, in order. A page that failed is yielded as such and is the last one. */
export type Pages<T> = AsyncIterable<TenantAnswer<readonly T[]>>;

/** What some calls need. */
const PERMISSIONS: Readonly<Record<PrincipalSearch | "roleSettings" | "changeRoleSettings", string>> = {
  roleSettings: "RoleManagementPolicy.Read.Directory",
  changeRoleSettings: "RoleManagementPolicy.ReadWrite.Directory",
  users: "User.Read.All and, for their sign-ins, AuditLog.Read.All",
  others: "GroupMember.Read.All and Application.Read.All",
};

/**
 * A tenant behind Microsoft Graph. Every method answers with a value or with a classified problem, and throws only
 * for a bug.
 */
export interface GraphTenant {
  readOrganization(): Promise<TenantAnswer<Organization>>;
  listRoleDefinitions(): Pages<RoleDefinition>;
  readListed(kind: ListedKind, cursor: string | null): Promise<CountedAnswer<ListedPage>>;
  findPrincipals(
    search: PrincipalSearch,
    ids: readonly string[],
  ): Promise<CountedAnswer<readonly Principal[]>>;
  readGroupMembers(groupIds: readonly string[]): Promise<CountedAnswer<readonly GroupMembers[]>>;
  readPrincipals(ids: readonly string[]): Promise<TenantAnswer<readonly Principal[]>>;
  readAccess(of: AccessQuestion): Promise<TenantAnswer<AccessReading>>;
  listRoleHolders(roleDefinitionId: string): Pages<AssignmentInstance>;
  listRequests(of: {
    readonly side: Side;
    readonly principalId: string;
    readonly roleDefinitionId: string;
  }): Promise<TenantAnswer<readonly SubmittedRequest[]>>;
  submit(request: ScheduleRequest): Promise<TenantAnswer<SubmittedRequest>>;
  readRoleSettings(roleDefinitionId: string): Promise<TenantAnswer<RoleSettings>>;
  changeRoleSettings(request: SettingsRequest): Promise<TenantAnswer<null>>;
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
    readOrganization: async () => namePermission(await readOrganization(client), "Organization.Read.All"),
    listRoleDefinitions: () => listRoleDefinitions(client),
    readListed: async (kind, cursor) =>
      await counted(client, async (counting) => await readListed(counting, kind, cursor)),
    findPrincipals: async (search, ids) =>
      await counted(client, async (counting) =>
        namePermission(await findPrincipals(counting, search, ids), PERMISSIONS[search]),
      ),
    readGroupMembers: async (groupIds) =>
      await counted(client, async (counting) =>
        namePermission(await readGroupMembers(counting, groupIds), "GroupMember.Read.All"),
      ),
    readPrincipals: async (ids) => await readPrincipals(client, ids),
    readAccess: async (of) => await readAccess(client, of),
    listRoleHolders: (roleDefinitionId) => listRoleHolders(client, roleDefinitionId),
    listRequests: async (of) => await listRequests(client, of),
    submit: async (request) => await submit(client, request),
    readRoleSettings: async (roleDefinitionId) =>
      namePermission(await readSettingsOfRole(client, roleDefinitionId), PERMISSIONS.roleSettings),
    changeRoleSettings: async (request) =>
      namePermission(await changeRoleSettings(client, request), PERMISSIONS.changeRoleSettings),
    close: async () => await client.close(),
  };
}
