/** Everything that a principal or its role can be, each with what it means. Unknown has a class of its own. */
export const CLASSES = {
  member: "a user of this tenant",
  guest: "a user from somewhere else",
  userTypeUnknown: "a user of whom it is not known whether they are a guest",
  microsoftAccount: "signs in with a personal Microsoft account",
  synchronized: "comes from an on-premises directory",
  disabled: "the account is disabled",
  serviceAccountLike: "a user account that looks like one of a service",
  neverSignedIn: "the account was never used",
  signedIn: "when the account was used last",
  signInUnknown: "it is not known when the account was used last",
  mfaRegistered: "can do multifactor authentication",
  mfaNotRegistered: "has registered no multifactor authentication",
  mfaUnknown: "it is not known whether multifactor authentication is registered",
  licensed: "has a plan that is enough for PIM",
  notLicensed: "has no plan that is enough for PIM",
  licenceUnknown: "it is not known which plans the user has",
  group: "a group",
  roleAssignableGroup: "a group that can hold roles",
  dynamicGroup: "a group whose members a rule decides",
  nestedGroup: "a group that has groups as members",
  servicePrincipal: "an application",
  managedIdentity: "an identity that Azure manages for a resource",
  privileged: "Microsoft marks the role as privileged",
  tier0: "the role can take over the tenant",
  tier1: "the role runs a service",
  tier2: "the role reads, or serves users",
  tierUnknown: "a custom role, whose permissions nobody has looked at",
  approvalNeeded: "an activation of the role must be approved",
} as const;
/** A key of {@link CLASSES}. */
export type ClassCode = keyof typeof CLASSES;

/** Why something is in a class: the property that says so, as it was read. */
export type Evidence = { readonly class: ClassCode; readonly property: string; readonly value: string };

/** The classes alone, in alphabetical order. */
export function classesOf(evidence: readonly Evidence[]): readonly ClassCode[] {
  return evidence.map((one) => one.class).toSorted();
}
