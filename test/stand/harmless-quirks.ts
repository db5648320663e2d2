/** A quirk that can't do harm to the product, and why. */
export type HarmlessQuirk = {
  readonly quirk: string;
  readonly value: number;
  readonly why: string;
  readonly check: "lostAnswer" | "groupWithoutRoles" | "inventory" | "noSuchRequest" | "settings";
  /** For `noSuchRequest`: what the product never sends. */
  readonly never?: {
    readonly method?: string;
    readonly pathContains?: string;
    readonly bodyContains?: string;
  };
};

export const HARMLESS: readonly HarmlessQuirk[] = [
  {
    quirk: "requestsPurged",
    value: 1,
    why: "the ledger is the product's own, and where an answer was lost two reads tell what PIM's list does not",
    check: "lostAnswer",
  },
  {
    quirk: "createdByApplication",
    value: 1,
    why: "the product knows its own requests by what they ask for and by their words, not by who made them",
    check: "lostAnswer",
  },
  {
    quirk: "groupGrantNeverProvisions",
    value: 1,
    why: "a group that cannot hold roles has no standing access, and nothing is written for who has none",
    check: "groupWithoutRoles",
  },
  {
    quirk: "slowActivation",
    value: 20_000,
    why: "the product activates nothing",
    check: "noSuchRequest",
    never: { bodyContains: "selfActivate" },
  },
  {
    quirk: "deleteKeepsPimRows",
    value: 1,
    why: "the product removes by `adminRemove` only",
    check: "noSuchRequest",
    never: { method: "DELETE" },
  },
  {
    quirk: "validationAnswers204",
    value: 1,
    why: "the product asks for no validation",
    check: "noSuchRequest",
    never: { bodyContains: "isValidationOnly" },
  },
  {
    quirk: "auditDelay",
    value: 1,
    why: "the product reads no audits",
    check: "noSuchRequest",
    never: { pathContains: "auditLogs" },
  },
  {
    quirk: "groupMinimumAge",
    value: 1,
    why: "the product asks nothing of PIM for Groups",
    check: "noSuchRequest",
    never: { pathContains: "privilegedAccess/group" },
  },
  {
    quirk: "notOnboardedListed",
    value: 1,
    why: "the product reads nothing of PIM for Groups",
    check: "noSuchRequest",
    never: { pathContains: "privilegedAccess/group" },
  },
  {
    quirk: "rotatingGroupPolicyIds",
    value: 1,
    why: "the product reads no settings of groups, and where it changes those of a role it asks for their id anew",
    check: "noSuchRequest",
    never: { pathContains: "Group%27" },
  },
  {
    quirk: "approversInBetaShape",
    value: 1,
    why: "approvers are read as v1.0 and as beta write them, and written as v1.0 does",
    check: "settings",
  },
  {
    quirk: "rulesJudgedOneByOne",
    value: 1,
    why: "a switch between multifactor authentication and a context takes two changes, what is on going off first",
    check: "settings",
  },
  {
    quirk: "leftOutRulePartsReset",
    value: 1,
    why: "a rule is sent whole, whatever of it changes",
    check: "settings",
  },
  {
    quirk: "zeroDurationTaken",
    value: 1,
    why: "a plan that lets an activation last no time at all is refused",
    check: "noSuchRequest",
    never: { bodyContains: "PT0S" },
  },
  {
    quirk: "portalLimitsInApi",
    value: 1,
    why: "a change that is refused is put back and said, and no built-in template asks for more than the portal does",
    check: "settings",
  },
  {
    quirk: "rolesOfApplications",
    value: 1,
    why: "the product asks for permissions, and no manifest takes a role of its own application",
    check: "inventory",
  },
  {
    quirk: "pimWriteLimit",
    value: 600,
    why: "a 429 is waited for whoever's limit it is, as low budgets of writes show in the scenario of the limits",
    check: "lostAnswer",
  },
];
