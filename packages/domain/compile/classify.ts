import type { Principal } from "../principal.ts";
import type { PrincipalAccess } from "../principal-access.ts";

/** What is known, or that it is not: unknown is never taken for yes or no. */
export type Known<T> = { readonly isKnown: true; readonly value: T } | { readonly isKnown: false };

/** A fact that is known. */
export function known<T>(value: T): Known<T> {
  return { isKnown: true, value };
}

/** The fact that nobody knows. */
export const UNKNOWN = { isKnown: false } as const;

/** One kind of evidence, with the property that it stands on and what that says. */
export type Evidence = { readonly property: string; readonly value: string };

/** What a principal is, each with its evidence. */
export type PrincipalClass = {
  readonly isGuest: Known<boolean>;
  readonly isSynchronized: Known<boolean>;
  readonly isMicrosoftAccount: Known<boolean>;
  readonly isServiceAccountLike: Known<boolean>;
  readonly isMfaRegistered: Known<boolean>;
  readonly isLicensed: Known<boolean>;
  /** Since when the account was not used; null when it is unknown. */
  readonly unusedSince: Known<string>;
  readonly evidence: readonly Evidence[];
};

/** Words that names of accounts have which no person uses; whole parts of a name only. */
const SERVICE_WORDS = new Set([
  "automation",
  "backup",
  "bot",
  "connector",
  "daemon",
  "integration",
  "monitoring",
  "noreply",
  "robot",
  "rpa",
  "scan",
  "scanner",
  "script",
  "service",
  "serviceaccount",
  "shared",
  "sql",
  "svc",
  "sync",
  "system",
  "task",
]);

/** Tells what a principal is from what the directory and the reports say. */
export function classify({ principal, mfaRegistration }: PrincipalAccess): PrincipalClass {
  const evidence: Evidence[] = [];
  const tell = <T>(property: string, value: T | null): Known<T> => {
    if (value === null) return UNKNOWN;
    evidence.push({ property, value: String(value) });
    return known(value);
  };
  const isUser = principal?.type === "user";
  const userType = isUser ? tell("userType", principal.userType) : UNKNOWN;
  const serviceWord = isUser ? serviceWordOf(principal) : null;
  if (serviceWord !== null) evidence.push({ property: "userPrincipalName", value: serviceWord });
  const unusedSince = isUser ? unusedSinceOf(principal) : UNKNOWN;
  if (unusedSince.isKnown) evidence.push({ property: "signInActivity", value: unusedSince.value });
  return {
    isGuest: userType.isKnown ? known(userType.value === "Guest") : UNKNOWN,
    isSynchronized:
      principal === null
        ? UNKNOWN
        : known(
            tell("onPremisesSyncEnabled", principal.onPremisesSyncEnabled).isKnown &&
              principal.onPremisesSyncEnabled === true,
          ),
    isMicrosoftAccount: isUser ? tell("identities", principal.isMicrosoftAccount) : UNKNOWN,
    isServiceAccountLike: isUser ? known(serviceWord !== null) : UNKNOWN,
    isMfaRegistered:
      mfaRegistration === null ? UNKNOWN : tell("isMfaRegistered", mfaRegistration.isMfaRegistered),
    isLicensed: isUser ? tell("assignedPlans", principal.isLicensedForPim) : UNKNOWN,
    unusedSince,
    evidence,
  };
}

/** The word in an account's name that no person's name has; null when there is none. */
function serviceWordOf({ userPrincipalName, displayName, jobTitle, department }: Principal): string | null {
  // Somebody with a job title and a department is a person, whatever the account is called.
  if (jobTitle !== null && department !== null) return null;
  const [account = ""] = (userPrincipalName ?? "").split("@");
  const parts = `${account} ${displayName ?? ""}`.toLowerCase().split(/[^a-z]+/u);
  return parts.find((part) => SERVICE_WORDS.has(part)) ?? null;
}

/** Of an account that never signed in, since it was made. */
function unusedSinceOf({ lastSignIn, createdDateTime }: Principal): Known<string> {
  if (!lastSignIn.isKnown) return UNKNOWN;
  const since = lastSignIn.at ?? createdDateTime;
  return since === null ? UNKNOWN : known(since);
}
