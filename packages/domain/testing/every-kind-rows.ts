import { GLOBAL_ADMINISTRATOR, type AssignmentInstance, type Principal } from "@standdown/domain";
import { application, CUSTOM, EXCHANGE, group, OWN_APP, person, SYNC, UNIT, USERS } from "./people.ts";

/** Who is meant, what they hold, and what must become of it. */
export type Row = {
  readonly what: string;
  readonly who: Principal | string;
  readonly holds?: Partial<AssignmentInstance>;
  readonly expected: readonly [disposition: string, reason: string, detail?: string];
};

/** Every kind of row: who it is about, what they hold, and what must become of it and why. */
export const ROWS: readonly Row[] = [
  // What is not ours to judge.
  {
    what: "an activation",
    who: person("active"),
    holds: { assignmentType: "Activated", endDateTime: "2026-06-01T16:00:00Z" },
    expected: ["keep", "activation"],
  },
  {
    what: "access through a group",
    who: person("member"),
    holds: { memberType: "Group" },
    expected: ["keep", "throughGroup"],
  },
  {
    what: "an emergency access account",
    who: person("glass1"),
    holds: { roleDefinitionId: GLOBAL_ADMINISTRATOR },
    expected: ["exclude", "emergencyAccess"],
  },
  {
    what: "the other one",
    who: person("glass2"),
    holds: { roleDefinitionId: GLOBAL_ADMINISTRATOR },
    expected: ["exclude", "emergencyAccess"],
  },
  {
    what: "our own application",
    who: application("us", { appId: OWN_APP }),
    expected: ["exclude", "ownIdentity"],
  },
  {
    what: "a row that only PIM lists",
    who: person("half"),
    holds: { id: "half-only" },
    expected: ["review", "unreconciled"],
  },
  { what: "a deleted principal", who: "gone", expected: ["review", "principalUnknown"] },
  {
    what: "an object of no known kind",
    who: person("thing", { type: "unknown" }),
    expected: ["review", "principalUnknown"],
  },
  {
    what: "a time-bound assignment",
    who: person("bound"),
    holds: { endDateTime: "2027-01-01T00:00:00Z" },
    expected: ["keep", "timeBound"],
  },
  {
    what: "a role that the tenant does not list",
    who: person("odd"),
    holds: { roleDefinitionId: "nobody-knows" },
    expected: ["review", "roleUnknown"],
  },
  {
    what: "a synchronization account",
    who: person("sync"),
    holds: { roleDefinitionId: SYNC },
    expected: ["keep", "roleNeverMoved"],
  },
  // What people decided by name.
  {
    what: "somebody in the register of exclusions, on its last day",
    who: person("scanner"),
    expected: ["exclude", "excluded", "serviceAccount: wei@contoso.example, REQ12, until 2026-06-01"],
  },
  {
    what: "somebody whose exclusion is over",
    who: person("late"),
    expected: ["convert", "selected"],
  },
  {
    what: "the one access of somebody that the register names",
    who: person("partly"),
    holds: { directoryScopeId: UNIT },
    expected: ["exclude", "excluded", "legal: wei, until 2027-01-01"],
  },
  { what: "their other access", who: person("partly"), expected: ["convert", "selected"] },
  {
    what: "what a person decided to take away",
    who: person("chosen"),
    expected: ["remove", "decided", "left the project"],
  },
  {
    what: "what a person decided to keep",
    who: person("spared", { userType: "Guest" }),
    expected: ["keep", "decided", "on call"],
  },
  {
    what: "a decision about somebody whom the plan does not select",
    who: person("left-out"),
    expected: ["convert", "decided", "asked for it"],
  },
  {
    what: "a decision that cannot be carried out",
    who: application("robot"),
    expected: ["keep", "servicePrincipal"],
  },
  // What is not selected.
  {
    what: "a Global Administrator",
    who: person("boss"),
    holds: { roleDefinitionId: GLOBAL_ADMINISTRATOR },
    expected: ["keep", "roleNotSelected"],
  },
  {
    what: "other access of somebody whom the plan does not select",
    who: person("left-out"),
    holds: { directoryScopeId: UNIT },
    expected: ["keep", "principalNotSelected"],
  },
  {
    what: "access at an application",
    who: person("owner"),
    holds: { directoryScopeId: "/an-application" },
    expected: ["keep", "scopeNotSelected"],
  },
  // Rules, in their order; the first one that applies.
  {
    what: "a guest",
    who: person("gus", { userType: "Guest" }),
    expected: ["remove", "rule", "guests-go"],
  },
  {
    what: "a guest whose account is disabled: the earlier rule",
    who: person("gia", { userType: "Guest", accountEnabled: false }),
    expected: ["remove", "rule", "guests-go"],
  },
  {
    what: "somebody of whom it is not known whether they are a guest",
    who: person("who", { userType: null }),
    expected: ["review", "ruleUnknown", "guests-go: guest"],
  },
  {
    what: "an account that nobody used for 90 days",
    who: person("idle", { lastSignIn: { isKnown: true, at: "2026-03-03T12:00:00Z" } }),
    expected: ["remove", "rule", "unused-goes"],
  },
  {
    what: "one of 89 days",
    who: person("seldom", { lastSignIn: { isKnown: true, at: "2026-03-03T12:00:01Z" } }),
    expected: ["convert", "selected"],
  },
  {
    what: "one that was never used, made long ago",
    who: person("never", { lastSignIn: { isKnown: true, at: null } }),
    expected: ["remove", "rule", "unused-goes"],
  },
  {
    what: "one that was never used, made last week",
    who: person("new", {
      lastSignIn: { isKnown: true, at: null },
      createdDateTime: "2026-05-25T00:00:00Z",
    }),
    expected: ["convert", "selected"],
  },
  {
    what: "one whose last sign-in is not known is never called unused",
    who: person("dark", { lastSignIn: { isKnown: false } }),
    expected: ["review", "ruleUnknown", "unused-goes: noSignInForDays"],
  },
  {
    what: "an account named like a service's",
    who: person("svc-backup", { jobTitle: null }),
    expected: ["exclude", "rule", "services-stay"],
  },
  {
    what: "a person with the name of a service",
    who: person("rob.robot", { displayName: "Rob Robot" }),
    expected: ["convert", "selected"],
  },
  {
    what: "a disabled account",
    who: person("off", { accountEnabled: false }),
    expected: ["remove", "rule", "disabled-go"],
  },
  {
    what: "an application that a rule names",
    who: application("old-app"),
    expected: ["remove", "rule", "old-apps-go"],
  },
  {
    what: "an application that no rule names, disabled though it is",
    who: application("other-app", { accountEnabled: false }),
    holds: { roleDefinitionId: EXCHANGE },
    expected: ["keep", "servicePrincipal"],
  },
  {
    what: "an application of which nobody knows whether it is ours",
    who: application("nameless", { appId: null }),
    expected: ["review", "ownIdentityUnknown"],
  },
  {
    what: "a group, of which the rules about accounts say nothing",
    who: group("team"),
    expected: ["convert", "selected"],
  },
  {
    what: "a country and a tier",
    who: person("zoe", { country: "France" }),
    holds: { roleDefinitionId: USERS },
    expected: ["keep", "rule", "france-waits"],
  },
  {
    what: "the country alone",
    who: person("luc", { country: "France" }),
    expected: ["convert", "selected"],
  },
  {
    what: "a custom role, whose tier is not known, elsewhere than the rules ask",
    who: person("cus"),
    holds: { roleDefinitionId: CUSTOM },
    expected: ["convert", "selected"],
  },
  {
    what: "a custom role where only the tier is open",
    who: person("tom", { country: "France" }),
    holds: { roleDefinitionId: CUSTOM },
    expected: ["review", "ruleUnknown", "france-waits: tiers"],
  },
  {
    what: "a rule that leaves it to a person",
    who: person("uma"),
    holds: { roleDefinitionId: USERS, directoryScopeId: UNIT },
    expected: ["review", "rule", "units-are-looked-at"],
  },
  // What the default cannot do.
  { what: "a user's standing access", who: person("ann"), expected: ["convert", "selected"] },
  {
    what: "who is eligible already, as wanted",
    who: person("eli"),
    expected: ["convert", "selected"],
  },
  {
    what: "who is eligible until a day",
    who: person("tim"),
    expected: ["review", "eligibilityDiffers"],
  },
  {
    what: "a group that cannot be eligible",
    who: group("club", { isAssignableToRole: null }),
    expected: ["review", "groupNotRoleAssignable"],
  },
  {
    what: "access that is listed twice",
    who: person("twin"),
    holds: { id: "twin-1" },
    expected: ["review", "duplicateRow"],
  },
  {
    what: "its other row",
    who: person("twin"),
    holds: { id: "twin-2" },
    expected: ["review", "duplicateRow"],
  },
];
