/** How sure it is that Microsoft's service does this. */
export type Confidence = "measured" | "documented" | "reported" | "unverified";

/**
 * What the number of a quirk says: `share` is the part of what it could strike, 0 to 1; `ms` a time in milliseconds,
 * 0 for none; `count` a number of things, 0 for no limit.
 */
export type QuirkUnit = "share" | "ms" | "count";

/** Named sets of quirks. */
export const PROFILES = ["ideal", "observed", "hostile"] as const;

/** `ideal`: as documented. `observed`: as measured on real tenants. `hostile`: everything that is thinkable. */
export type Profile = (typeof PROFILES)[number];

/** One way in which the service differs from its documentation, or may. */
export interface Quirk {
  readonly unit: QuirkUnit;
  readonly what: string;
  readonly confidence: Confidence;
  /** The section of the facts about PIM, or the tool or issue that it was read in. */
  readonly source: string;
  readonly values: Readonly<Record<Profile, number>>;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

/** All quirks by name. The numbers of `observed` are what was measured, or nothing where nothing was. */
export const QUIRKS = {
  staleReads: {
    unit: "ms",
    what: "Lists show schedules, instances and role assignments as they were this long ago.",
    confidence: "measured",
    source: "lists are eventually consistent after writes (live checklist of Omnicit.EntraRBAC)",
    values: { ideal: 0, observed: 2 * SECOND_MS, hostile: 8 * SECOND_MS },
  },
  flappingReads: {
    unit: "ms",
    what: "After a change shows, every other read of a list misses it for this long: first no row, then one.",
    confidence: "measured",
    source: "after an update a schedule list showed 0 rows and then 1 (live checklist of Omnicit.EntraRBAC)",
    values: { ideal: 0, observed: 2 * SECOND_MS, hostile: 8 * SECOND_MS },
  },
  newUnknownToPim: {
    unit: "ms",
    what: "PIM answers `SubjectNotFound`, `RoleNotFound` or `ResourceNotFound` for what was made this short a time ago.",
    confidence: "measured",
    source:
      "tens of seconds up to 2 minutes (live checklist of Omnicit.EntraRBAC; terraform-provider-azuread 1356, 1775)",
    values: { ideal: 0, observed: 60 * SECOND_MS, hostile: 120 * SECOND_MS },
  },
  newUnknownToDirectory: {
    unit: "ms",
    what: "Reads of the directory do not find users and groups made this short a time ago.",
    confidence: "reported",
    source: "the directory is eventually consistent; how long it takes is not published",
    values: { ideal: 0, observed: 5 * SECOND_MS, hostile: 8 * SECOND_MS },
  },
  removeAnswers404: {
    unit: "share",
    what: "`adminRemove` of an active row answers 404 `RoleAssignmentDoesNotExist` although it is done.",
    confidence: "measured",
    source: "seen repeatedly (live checklist of Omnicit.EntraRBAC)",
    values: { ideal: 0, observed: 0.3, hostile: 1 },
  },
  outsidePimSurvivesRemove: {
    unit: "share",
    what: "`adminRemove` of a row made outside PIM answers 201 `Revoked`, and the row stays.",
    confidence: "unverified",
    source: "tools remove such rows in two different ways (PSGraphKit, EasyPIM)",
    values: { ideal: 0, observed: 0, hostile: 0.1 },
  },
  crossSideDropOnUpdate: {
    unit: "share",
    what: "`adminUpdate` drops the other side: of a standing row to no end the eligibility, of an eligibility the standing row.",
    confidence: "measured",
    source: "no request is listed for what was lost (live checklist of Omnicit.EntraRBAC)",
    values: { ideal: 0, observed: 1, hostile: 1 },
  },
  crossSideDropOnRemove: {
    unit: "share",
    what: "`adminRemove` of an active row takes the eligibility of the same role and scope along.",
    confidence: "unverified",
    source: "measured for `adminUpdate` only; the same silence is feared here",
    values: { ideal: 0, observed: 0, hostile: 0.05 },
  },
  groupGrantNeverProvisions: {
    unit: "share",
    what: "`adminAssign` to a group that cannot hold roles answers 201 `Granted`, and nothing follows; else it is refused.",
    confidence: "reported",
    source: "docs issue 16961, EasyPIM 39",
    values: { ideal: 0, observed: 1, hostile: 1 },
  },
  grantNeverProvisions: {
    unit: "share",
    what: "`adminAssign` on the eligible side answers 201 `Granted` for anybody, and nothing ever follows.",
    confidence: "unverified",
    source: "seen for groups that cannot hold roles; feared for others",
    values: { ideal: 0, observed: 0, hostile: 0.05 },
  },
  auditDelay: {
    unit: "ms",
    what: "Audit entries are listed this long after what they tell of.",
    confidence: "reported",
    source: "audit rows come with some minutes of delay; how many is not published",
    values: { ideal: 0, observed: 3 * MINUTE_MS, hostile: 15 * MINUTE_MS },
  },
  slowProvisioning: {
    unit: "ms",
    what: "`adminAssign` answers 201 `PendingProvisioning`, and takes effect this much later.",
    confidence: "reported",
    source: "requests were seen in that status (PIM-Manager); all that were measured took effect at once",
    values: { ideal: 0, observed: 0, hostile: 5 * SECOND_MS },
  },
  slowActivation: {
    unit: "ms",
    what: "`selfActivate` answers 201 `PendingProvisioning`, and takes effect this much later.",
    confidence: "reported",
    source: "administrators report it; all that were measured took effect at once",
    values: { ideal: 0, observed: 0, hostile: 10 * SECOND_MS },
  },
  listsDisagree: {
    unit: "share",
    what: "An active row is missing from `roleAssignments` or from `roleAssignmentScheduleInstances`, for good.",
    confidence: "unverified",
    source: "Microsoft says that both lists hold the same",
    values: { ideal: 0, observed: 0, hostile: 0.05 },
  },
  smallPages: {
    unit: "count",
    what: "A page holds this many rows at most, whatever was asked for; 0 is no limit.",
    confidence: "documented",
    source:
      "`$top` may be cut and page sizes change (concepts/paging); the sizes of PIM's lists are not published",
    values: { ideal: 0, observed: 0, hostile: 7 },
  },
  emptyPages: {
    unit: "share",
    what: "A page holds nothing and links to the next, which goes on where it was.",
    confidence: "documented",
    source: "a page may be empty (concepts/paging); how often is not published",
    values: { ideal: 0, observed: 0, hostile: 0.3 },
  },
  requestsPurged: {
    unit: "ms",
    what: "Requests are listed for this long; 0 keeps them for ever.",
    confidence: "reported",
    source: "terraform-provider-azuread: about 45 days",
    values: { ideal: 0, observed: 45 * DAY_MS, hostile: 1 * DAY_MS },
  },
  rotatingGroupPolicyIds: {
    unit: "share",
    what: "The settings of a group get another id when PIM takes the group in, and with each change of them.",
    confidence: "reported",
    source: "terraform-provider-azuread; section 8.1 of the facts about PIM",
    values: { ideal: 0, observed: 1, hostile: 1 },
  },
  groupMinimumAge: {
    unit: "share",
    what: "The five-minute rule holds in groups as it does for roles.",
    confidence: "reported",
    source: "the code of the refusal is in Omnicit.PIM and JAz.PIM",
    values: { ideal: 0, observed: 1, hostile: 1 },
  },
  notOnboardedListed: {
    unit: "share",
    what: "Lists of PIM show the members and owners of groups that PIM has not taken in.",
    confidence: "unverified",
    source: "Microsoft advises to ask only for groups that are in PIM, and does not say what comes of others",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  rulesJudgedOneByOne: {
    unit: "share",
    what: "A change of several rules must have no conflict of MFA and authentication context after any of them.",
    confidence: "unverified",
    source: "known between two changes of one rule each (section 8.3 of the facts about PIM)",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  leftOutRulePartsReset: {
    unit: "share",
    what: "What the change of a rule leaves out becomes what a new tenant has, instead of staying as it is.",
    confidence: "unverified",
    source: "Microsoft's pages and tools always send whole rules",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  zeroDurationTaken: {
    unit: "share",
    what: "A `maximumDuration` of `PT0S` is taken, and no time fits it any more.",
    confidence: "reported",
    source: "EasyPIM: it breaks the settings of the role",
    values: { ideal: 0, observed: 1, hostile: 1 },
  },
  portalLimitsInApi: {
    unit: "share",
    what: "A `maximumDuration` of less than PT30M for activations, or of more than P365D for others, is refused.",
    confidence: "unverified",
    source:
      "the portal offers nothing beyond; Microsoft's example has PT1H45M, which it does not offer either",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  approversInBetaShape: {
    unit: "share",
    what: "Approvers are read with `id` and `isBackup`, as in beta, instead of `userId` or `groupId`.",
    confidence: "unverified",
    source: "Microsoft's pages of v1.0 still show them so; the metadata of v1.0 does not have it",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  pimWriteLimit: {
    unit: "count",
    what: "An application may ask PIM for this many schedules in a minute, far below the published limit of writes.",
    confidence: "unverified",
    source: "no number is published for PIM; PIM-Manager pauses 300 ms after each write",
    values: { ideal: 0, observed: 0, hostile: 600 },
  },
  activationEndsWithEligibility: {
    unit: "share",
    what: "A running activation ends when its eligibility is removed; else it lasts until its end.",
    confidence: "unverified",
    source: "not documented",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  deleteKeepsPimRows: {
    unit: "share",
    what: "`DELETE roleAssignments/{id}` of a row that PIM made answers 204, and the row stays; else it ends.",
    confidence: "unverified",
    source: "Microsoft recommends `adminRemove` for such rows, and does not say what else happens",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  longTimeRefused: {
    unit: "share",
    what: "A time longer than `maximumDuration` is refused also where the settings ask for no end.",
    confidence: "unverified",
    source: "not documented",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  otherRefusalCodes: {
    unit: "share",
    what: "The last Global Administrator and eligible service principals are refused with codes that nobody has seen.",
    confidence: "unverified",
    source: "that they are refused is documented, the codes are not",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  validationAnswers204: {
    unit: "share",
    what: "`isValidationOnly` is answered with 204 and no body; else with 201 and the request.",
    confidence: "unverified",
    source: "not documented",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  createdByApplication: {
    unit: "share",
    what: "`createdBy` of an application's request names it under `application`; else under `user`.",
    confidence: "unverified",
    source: "Microsoft's examples have both",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
  rolesOfApplications: {
    unit: "share",
    what: "In roles, what an application holds tenant-wide lets it in as it would a person; else only permissions do.",
    confidence: "unverified",
    source:
      "Microsoft's overview of Graph permissions names Entra roles as another way in; no page of PIM does",
    values: { ideal: 0, observed: 0, hostile: 1 },
  },
} as const satisfies Readonly<Record<string, Quirk>>;

/** The name of a quirk. */
export type QuirkName = keyof typeof QUIRKS;

/** All names, in the order of the table. */
export const QUIRK_NAMES: readonly QuirkName[] = Object.keys(QUIRKS).filter(isQuirkName);

function isQuirkName(name: string): name is QuirkName {
  return Object.hasOwn(QUIRKS, name);
}
