/** What kind of directory object a principal is; `unknown` is one that the directory returned without a known type. */
export type PrincipalType = "user" | "group" | "servicePrincipal" | "unknown";

/** A principal as the directory showed it. What a kind does not have is null. */
export type Principal = {
  readonly id: string;
  readonly type: PrincipalType;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
  readonly department: string | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly isAssignableToRole: boolean | null;
  readonly appId: string | null;
};
