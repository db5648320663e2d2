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

/** What is said of a user account. */
export type AccountFacts = {
  readonly isGuest: Known<boolean>;
  readonly isMicrosoftAccount: Known<boolean>;
  /** The word in the account's name that no person's name has; null: there is none. */
  readonly serviceWord: string | null;
  readonly isMfaRegistered: Known<boolean>;
  readonly isLicensed: Known<boolean>;
  /** When the account was used last; null: never. */
  readonly lastSignInAt: Known<string | null>;
  /** Since when it was not used; of one that never was, since it was made. */
  readonly unusedSince: Known<string>;
};

/** What a principal is. `account` is null for what is not a user. */
export type PrincipalFacts = {
  readonly account: AccountFacts | null;
  readonly isSynchronized: Known<boolean>;
  /** Of users and applications: groups have no such switch, so theirs is not known. */
  readonly isEnabled: Known<boolean>;
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
export function classify({
  principal,
  mfaRegistration,
}: Pick<PrincipalAccess, "principal" | "mfaRegistration">): PrincipalFacts {
  if (principal === null) return { account: null, isSynchronized: UNKNOWN, isEnabled: UNKNOWN };
  return {
    account: principal.type === "user" ? accountFacts(principal, mfaRegistration) : null,
    // Microsoft answers null for what was never synchronized.
    isSynchronized: known(principal.onPremisesSyncEnabled === true),
    isEnabled: ifTold(principal.accountEnabled),
  };
}

function accountFacts(
  principal: Principal,
  mfaRegistration: PrincipalAccess["mfaRegistration"],
): AccountFacts {
  const { userType, lastSignIn } = principal;
  return {
    isGuest: userType === null ? UNKNOWN : known(userType === "Guest"),
    isMicrosoftAccount: ifTold(principal.isMicrosoftAccount),
    serviceWord: serviceWordOf(principal),
    isMfaRegistered: ifTold(mfaRegistration?.isMfaRegistered ?? null),
    isLicensed: ifTold(principal.isLicensedForPim),
    lastSignInAt: lastSignIn.isKnown ? known(lastSignIn.at) : UNKNOWN,
    unusedSince: unusedSinceOf(principal),
  };
}

function ifTold(value: boolean | null): Known<boolean> {
  return value === null ? UNKNOWN : known(value);
}

function serviceWordOf({ userPrincipalName, displayName, jobTitle, department }: Principal): string | null {
  // Somebody with a job title and a department is a person, whatever the account is called.
  if (jobTitle !== null && department !== null) return null;
  const [account = ""] = (userPrincipalName ?? "").split("@");
  const parts = `${account} ${displayName ?? ""}`.toLowerCase().split(/[^a-z]+/u);
  return parts.find((part) => SERVICE_WORDS.has(part)) ?? null;
}

function unusedSinceOf({ lastSignIn, createdDateTime }: Principal): Known<string> {
  if (!lastSignIn.isKnown) return UNKNOWN;
  const since = lastSignIn.at ?? createdDateTime;
  return since === null || Number.isNaN(Date.parse(since)) ? UNKNOWN : known(since);
}
