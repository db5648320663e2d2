import type { PrincipalAccess } from "../principal-access.ts";

/** Why somebody could not activate a role, each with the end of a sentence about that person. */
export const LACKS = {
  mfaNotRegistered:
    "would have to do multifactor authentication to activate it, and has registered no method",
  mfaUnknown:
    "would have to do multifactor authentication to activate it, and nobody knows whether a method is registered",
  guestPending: "has not accepted the invitation to this tenant yet, and cannot sign in to activate it",
  microsoftAccount:
    "signs in with a personal Microsoft account, which cannot do the multifactor authentication that it asks for",
} as const;
/** A key of {@link LACKS}. */
export type Lack = keyof typeof LACKS;

/** What a user lacks to activate a role. What is not known is a lack of its own. */
export function lacksToActivate(
  { principal, mfaRegistration }: Pick<PrincipalAccess, "principal" | "mfaRegistration">,
  asksForMfa: boolean,
): readonly Lack[] {
  const lacks: Lack[] = [];
  if (principal?.externalUserState === "PendingAcceptance") lacks.push("guestPending");
  if (!asksForMfa) return lacks;
  if (principal?.isMicrosoftAccount === true) lacks.push("microsoftAccount");
  if (mfaRegistration === null) lacks.push("mfaUnknown");
  else if (!mfaRegistration.isMfaRegistered) lacks.push("mfaNotRegistered");
  return lacks;
}

/** True for an account that can be used and lacks nothing. */
export function isReady(access: PrincipalAccess, asksForMfa: boolean): boolean {
  return (
    access.principal?.type === "user" &&
    access.principal.accountEnabled === true &&
    lacksToActivate(access, asksForMfa).length === 0
  );
}
