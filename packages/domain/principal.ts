/** What kind of directory object a principal is; `unknown` is one that the directory returned without a known type. */
export type PrincipalType = "user" | "group" | "servicePrincipal" | "unknown";

/**
 * When an account was used last (`signInActivity`, the later of interactive and other sign-ins). Unknown is unknown and
 * never "inactive"; `at` is null where the directory says that there was none.
 */
export type LastSignIn = { readonly isKnown: false } | { readonly isKnown: true; readonly at: string | null };

/** Whether an account can do multifactor authentication, as the registration report says it (`id` is the user's). */
export type MfaRegistration = {
  readonly id: string;
  readonly isMfaRegistered: boolean;
  readonly methodsRegistered: readonly string[];
};

/** A principal as the directory showed it. What a kind does not have is null. */
export type Principal = {
  readonly id: string;
  readonly type: PrincipalType;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
  readonly department: string | null;
  readonly country: string | null;
  readonly jobTitle: string | null;
  /** Of guests: `PendingAcceptance` or `Accepted`. */
  readonly externalUserState: string | null;
  /** Signs in with a personal Microsoft account (`identities` with the issuer `MicrosoftAccount` or `live.com`). */
  readonly isMicrosoftAccount: boolean | null;
  /** An assigned plan of the user is enough for PIM. */
  readonly isLicensedForPim: boolean | null;
  readonly lastSignIn: LastSignIn;
  readonly createdDateTime: string | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly isAssignableToRole: boolean | null;
  /** Of groups: membership by a rule. */
  readonly isDynamic: boolean | null;
  readonly appId: string | null;
  /** Of service principals: `Application`, `ManagedIdentity`, `Legacy`, `SocialIdp`. */
  readonly servicePrincipalType: string | null;
};

/** What is said of a principal of which nothing but its id and kind is known. */
export const NOTHING_KNOWN: Omit<Principal, "id" | "type"> = {
  displayName: null,
  userPrincipalName: null,
  accountEnabled: null,
  userType: null,
  department: null,
  country: null,
  jobTitle: null,
  externalUserState: null,
  isMicrosoftAccount: null,
  isLicensedForPim: null,
  lastSignIn: { isKnown: false },
  createdDateTime: null,
  onPremisesSyncEnabled: null,
  isAssignableToRole: null,
  isDynamic: null,
  appId: null,
  servicePrincipalType: null,
};

/** What a principal is called, for people; null where the directory does not know it. */
export function nameOfPrincipal(
  principal: Pick<Principal, "userPrincipalName" | "displayName"> | null,
): string | null {
  return principal?.userPrincipalName ?? principal?.displayName ?? null;
}
