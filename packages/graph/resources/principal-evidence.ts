import { Type, type Static } from "typebox";
import type { LastSignIn } from "@standdown/domain";
import { absentOrNull, Time } from "../reading/fields.ts";
import { isForPim } from "./service-plans.ts";

const IDENTITIES = absentOrNull(Type.Array(Type.Object({ issuer: absentOrNull(Type.String()) })));
const ASSIGNED_PLANS = absentOrNull(
  Type.Array(
    Type.Object({
      servicePlanId: absentOrNull(Type.String()),
      capabilityStatus: absentOrNull(Type.String()),
    }),
  ),
);
const SIGN_IN_ACTIVITY = absentOrNull(
  Type.Object({
    lastSignInDateTime: absentOrNull(Time),
    lastNonInteractiveSignInDateTime: absentOrNull(Time),
    lastSuccessfulSignInDateTime: absentOrNull(Time),
  }),
);

/** What an inventory asks of users besides what every reading asks. All of it can be absent: then it is not known. */
export const USER_EVIDENCE = {
  country: absentOrNull(Type.String()),
  jobTitle: absentOrNull(Type.String()),
  externalUserState: absentOrNull(Type.String()),
  identities: IDENTITIES,
  assignedPlans: ASSIGNED_PLANS,
  signInActivity: SIGN_IN_ACTIVITY,
  createdDateTime: absentOrNull(Time),
} as const;

/** Issuers of personal accounts, as Microsoft's page on `objectIdentity` and tenants write them. */
const PERSONAL_ISSUERS: ReadonlySet<string> = new Set(["microsoftaccount", "live.com"]);

/** Whether somebody signs in with a personal Microsoft account; null: not said. */
export function isMicrosoftAccount(identities: Static<typeof IDENTITIES> | undefined): boolean | null {
  if (identities === undefined || identities === null) return null;
  return identities.some(({ issuer }) => PERSONAL_ISSUERS.has(issuer?.toLowerCase() ?? ""));
}

/** Whether a plan that PIM needs is assigned and in force; null: not said. */
export function isLicensedForPim(plans: Static<typeof ASSIGNED_PLANS> | undefined): boolean | null {
  if (plans === undefined || plans === null) return null;
  return plans.some(
    ({ servicePlanId, capabilityStatus }) =>
      isForPim(servicePlanId ?? "") && capabilityStatus?.toLowerCase() === "enabled",
  );
}

/**
 * The last use of an account: the last sign-in that succeeded, which is recorded since December 2023, and else the later
 * of the last attempts. An account without any record is not known: it may have been used before there were records.
 */
export function lastSignIn(activity: Static<typeof SIGN_IN_ACTIVITY> | undefined): LastSignIn {
  if (activity === undefined || activity === null) return { isKnown: false };
  const { lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime } = activity;
  const attempts = [lastSignInDateTime, lastNonInteractiveSignInDateTime].filter((at) => at != null);
  const [latest = null] = attempts.toSorted((a, b) => Date.parse(b) - Date.parse(a));
  return { isKnown: true, at: lastSuccessfulSignInDateTime ?? latest };
}

/** Whether the membership of a group follows a rule; null: not said. */
export function isDynamic(group: {
  readonly groupTypes?: readonly string[] | null;
  readonly membershipRule?: string | null;
}): boolean | null {
  const { groupTypes, membershipRule } = group;
  if (groupTypes === undefined || groupTypes === null) return null;
  return (
    groupTypes.some((type) => type.toLowerCase() === "dynamicmembership") || Boolean(membershipRule?.trim())
  );
}
