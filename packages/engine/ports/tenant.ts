import type {
  AccessReading,
  AdministrativeUnit,
  AssignmentInstance,
  EligibilityInstance,
  Principal,
  PrincipalType,
  RoleAssignment,
  RoleDefinition,
  ScheduleRequest,
  Side,
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
  /** Whether a licence that PIM needs is there (service plans AAD_PREMIUM_P2 or Entra_Identity_Governance). */
  readPimLicence(): Promise<TenantAnswer<{ readonly isLicensed: boolean }>>;
  listRoleDefinitions(): Pages<RoleDefinition>;
  listRoleAssignments(): Pages<RoleAssignment>;
  listAssignmentInstances(): Pages<AssignmentInstance>;
  listEligibilityInstances(): Pages<EligibilityInstance>;
  listAdministrativeUnits(): Pages<AdministrativeUnit>;
  /** The principals that the directory knows of these ids, any number; those it does not know are left out. */
  readPrincipals(ids: readonly string[]): Promise<TenantAnswer<readonly Principal[]>>;
  /** Everything about one principal in one role, in one request. */
  readAccess(of: {
    readonly principalId: string;
    readonly principalType: PrincipalType;
    readonly roleDefinitionId: string;
  }): Promise<TenantAnswer<AccessReading>>;
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
}

/** Both. */
export type Tenant = TenantReader & TenantWriter;
