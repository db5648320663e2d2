/** What a caller may be: `helpdesk` and `killSwitch` are known and have no commands of their own here. */
export const CALLER_ROLES = ["author", "approver", "operator", "helpdesk", "auditor", "killSwitch"] as const;
/** One of {@link CALLER_ROLES}. */
export type CallerRole = (typeof CALLER_ROLES)[number];

/** Who sent a request, as its bearer token tells. */
export type Caller = { readonly name: string; readonly roles: readonly CallerRole[] };
