import type {
  AccessReading,
  AssignmentInstance,
  CountedAnswer,
  GroupMembers,
  ListedKind,
  ListedPage,
  Principal,
  PrincipalSearch,
  PrincipalType,
  RoleSettings,
  ScheduleRequest,
  Side,
  SettingsRequest,
  SubmittedRequest,
  TenantAnswer,
} from "@standdown/domain";

/** Pages of one collection, in order. A page that failed is yielded as such and is the last one. */
export type Pages<T> = AsyncIterable<TenantAnswer<readonly T[]>>;

/** The tenant that is read. Every method answers with a value or with a classified problem and never throws. */
export interface TenantReader {
  /** The tenant's own id, to see that the right one is spoken to. */
  readOrganization(): Promise<
    TenantAnswer<{ readonly tenantId: string; readonly displayName: string | null }>
  >;
  /** One page of what the tenant lists: the first one where `cursor` is null, else the one that the page before named. */
  readListed(kind: ListedKind, cursor: string | null): Promise<CountedAnswer<ListedPage>>;
  /** Those of these ids that are users, or that are groups or service principals. Ids of no such thing are left out. */
  findPrincipals(
    search: PrincipalSearch,
    ids: readonly string[],
  ): Promise<CountedAnswer<readonly Principal[]>>;
  /** The direct members of up to 20 groups; groups that are gone are left out. */
  readGroupMembers(groupIds: readonly string[]): Promise<CountedAnswer<readonly GroupMembers[]>>;
  /** Everything about one principal in one role, in one request. */
  readAccess(of: {
    readonly principalId: string;
    readonly principalType: PrincipalType;
    readonly roleDefinitionId: string;
  }): Promise<TenantAnswer<AccessReading>>;
  /** The settings of one role, whole. */
  readRoleSettings(roleDefinitionId: string): Promise<TenantAnswer<RoleSettings>>;
  /** Active rows of one role, of all principals. */
  listRoleHolders(roleDefinitionId: string): Pages<AssignmentInstance>;
  /** The requests of one principal in one role that PIM still lists, newest first. */
  listRequests(of: {
    readonly side: Side;
    readonly principalId: string;
    readonly roleDefinitionId: string;
  }): Promise<TenantAnswer<readonly SubmittedRequest[]>>;
}

/** The tenant that is written to. A success says that the request was taken, not that it took effect. */
export interface TenantWriter {
  submit(request: ScheduleRequest): Promise<TenantAnswer<SubmittedRequest>>;
  /** Changes some rules of a role's settings at once: all of them or none. */
  changeRoleSettings(request: SettingsRequest): Promise<TenantAnswer<null>>;
}

/** Both. */
export type Tenant = TenantReader & TenantWriter;
