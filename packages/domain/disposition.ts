/** What becomes of an assignment. */
export const DISPOSITIONS = ["convert", "remove", "keep", "exclude", "review"] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** What is done to the tenant; everything else leaves an assignment as it is. */
export const EFFECTIVE_DISPOSITIONS = ["convert", "remove"] as const satisfies readonly Disposition[];
export type EffectiveDisposition = (typeof EFFECTIVE_DISPOSITIONS)[number];

/** True where an assignment goes in a wave and becomes a conversion. */
export function isEffective(disposition: Disposition): disposition is EffectiveDisposition {
  return EFFECTIVE_DISPOSITIONS.some((effective) => effective === disposition);
}

/** What each disposition means to whoever holds the access: the sentence that a helpdesk reads out first. */
export const DISPOSITION_SENTENCES = {
  convert: "This access becomes eligible: it has to be activated whenever it is needed.",
  remove: "This access is taken away, and nothing takes its place.",
  keep: "This access stays as it is.",
  exclude: "This access stays as it is, because the plan leaves it out.",
  review: "This access stays as it is until a person has decided about it.",
} as const satisfies Record<Disposition, string>;

/** Why an assignment gets its disposition, with the sentence that a helpdesk reads out. */
export const REASONS = {
  selected: "It is standing access, and the plan selects it.",
  strategyKeep: "The plan keeps what it selects, unless a rule says something else.",
  roleNotSelected: "The plan does not select this role.",
  principalNotSelected: "The plan does not select this principal.",
  scopeNotSelected: "The plan does not select assignments at this kind of scope.",
  emergencyAccess: "This is an emergency access account: it keeps its standing access.",
  ownIdentity: "This is the account that Standdown itself works with: it is never touched.",
  ownIdentityUnknown: "It is not known whether this is the account that Standdown itself works with.",
  excluded: "The plan's register of exclusions names this principal.",
  decided: "A person decided about this access by name.",
  rule: "A rule of the plan decides about this access.",
  ruleUnknown: "A rule of the plan asks for something that is not known here.",
  strategyReview: "The plan leaves this access to a person.",
  timeBound: "This assignment already ends by itself.",
  activation: "This is an activation in progress: it ends by itself.",
  throughGroup: "This access comes through a group: the group's own assignment is what can be moved.",
  servicePrincipal: "An application cannot activate a role, so it cannot become eligible.",
  roleNeverMoved: "This role belongs to a system or is out of use, and is never moved.",
  roleUnknown: "The tenant does not list this role.",
  principalUnknown: "The directory does not know this principal: it was deleted, or is not visible.",
  accountDisabled: "This account is disabled: decide whether it should have access at all.",
  groupNotRoleAssignable: "This group is not role-assignable, so it cannot become eligible.",
  groupHasApplications: "An application is in this group, and it could not activate what the group holds.",
  eligibilityDiffers: "There is already an eligible assignment for the same access, with another end.",
  unreconciled: "The tenant's two lists of assignments disagree about this one.",
  duplicateRow: "The tenant lists this access more than once.",
} as const;
/** A key of {@link REASONS}. */
export type ReasonCode = keyof typeof REASONS;

/** Everything that a helpdesk reads out about one assignment: what becomes of it, why, and what the reason is about. */
export function sentenceOf({
  disposition,
  reason,
  detail,
}: {
  readonly disposition: Disposition;
  readonly reason: ReasonCode;
  readonly detail: string | null;
}): string {
  const about = detail === null ? "" : ` (${detail})`;
  return `${DISPOSITION_SENTENCES[disposition]} ${REASONS[reason]}${about}`;
}
