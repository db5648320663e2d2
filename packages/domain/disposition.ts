/** What becomes of an assignment. */
export const DISPOSITIONS = ["convert", "keep", "exclude", "review"] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Why an assignment gets its disposition, with the sentence that a helpdesk reads out. */
export const REASONS = {
  selected:
    "This access is standing and is moved to eligible: it will have to be activated when it is needed.",
  strategyKeep: "The plan keeps this access as it is.",
  roleNotSelected: "The plan does not select this role.",
  principalNotSelected: "The plan does not select this principal.",
  scopeNotSelected: "The plan does not select assignments at this kind of scope.",
  emergencyAccess: "This is an emergency access account: it keeps its standing access.",
  ownIdentity: "This is the account that Standdown itself works with: it is never touched.",
  excluded: "The plan excludes this principal by name.",
  decided: "A person decided about this access by name.",
  rule: "A rule of the plan decides about this access.",
  ruleUnknown: "A rule of the plan asks for something that is not known of this principal.",
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
  eligibilityDiffers: "There is already an eligible assignment for the same access, with another end.",
  unreconciled: "The tenant's two lists of assignments disagree about this one.",
  duplicateRow: "The tenant lists this access more than once.",
} as const;
/** A key of {@link REASONS}. */
export type ReasonCode = keyof typeof REASONS;
