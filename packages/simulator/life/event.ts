/** What can happen, with how often it does besides the others. What hurts only on request has weight 0. */
export const EVENT_WEIGHTS = {
  /** Somebody activates an eligible role. */
  activate: 6,
  /** An approver decides about an activation; every fifth is denied. */
  approve: 3,
  /** Somebody ends an activation. */
  deactivate: 2,
  /** An administrator gives standing access outside PIM: as often as not what the person is eligible for. */
  grantOutsidePim: 2,
  /** An administrator takes standing access away, outside PIM. */
  removeStanding: 1,
  disableUser: 1,
  deleteUser: 1,
  createUser: 1,
  /** An administrator edits what is asked of those who activate a role. */
  editRoleSettings: 1,
  /** An administrator forbids eligibility without an end for a role. */
  forbidPermanentEligibility: 0,
  disableBreakGlass: 0,
  deleteBreakGlass: 0,
  /** The account of the application that the tenant was made for is disabled. */
  disableCaller: 0,
} as const;

/** One of these. */
export type EventKind = keyof typeof EVENT_WEIGHTS;

/** All of them. */
export const EVENT_KINDS: readonly EventKind[] = Object.keys(EVENT_WEIGHTS).filter(isEventKind);

function isEventKind(name: string): name is EventKind {
  return Object.hasOwn(EVENT_WEIGHTS, name);
}

/** What an event did. */
export interface Happening {
  /** Whose doing it was; null for the service's. */
  readonly actorId: string | null;
  /** Whom it happened to; null for role settings. */
  readonly principalId: string | null;
  readonly roleDefinitionId?: string;
  readonly directoryScopeId?: string | null;
  readonly appScopeId?: string | null;
  /** The request for a schedule that it made or decided. */
  readonly requestId?: string;
  /** In a few words: the status of the request, the rule that was changed, or the code of the refusal. */
  readonly detail: string;
  readonly isRefused: boolean;
}

/** One event of the living tenant. */
export interface LifeEvent {
  /** Counts from 1. */
  readonly number: number;
  readonly at: number;
  readonly kind: EventKind;
  /** Null when there was nobody whom it could happen to. */
  readonly happening: Happening | null;
}
