import type { AssignmentMails } from "./assignment-mails.ts";

/** One event is mailed to the first thousand of its recipients ("pim-email-notifications"); which those are, is not said. */
const MAILS_PER_EVENT_MAX = 1000;

/** How many mails go to whom. */
export type MailCounts = {
  /** To users, about what they were assigned themselves. */
  readonly toAssignees: number;
  /** To administrators, about others. */
  readonly toAdministrators: number;
  /** To further addresses that a role's settings name. */
  readonly toAddresses: number;
};

/** The assignments of one role in one wave, with what the role's settings send of each. */
export type Assigned = {
  readonly mails: AssignmentMails;
  readonly userCount: number;
  readonly otherCount: number;
};

/** The mails of some assignments, and how many of these have more recipients than get any. */
export function countMails(
  assigned: readonly Assigned[],
  administratorCount: number,
): MailCounts & { readonly cappedCount: number } {
  const counts = { toAssignees: 0, toAdministrators: 0, toAddresses: 0, cappedCount: 0 };
  for (const { mails, userCount, otherCount } of assigned) {
    const alerted = mails.isSentToAdministrators ? administratorCount : 0;
    for (const [count, ownCount] of [
      [userCount, mails.isSentToAssignee ? 1 : 0],
      [otherCount, 0],
    ] as const) {
      const addressCount = Math.min(mails.addresses.length, MAILS_PER_EVENT_MAX - ownCount);
      const roomCount = MAILS_PER_EVENT_MAX - ownCount - addressCount;
      counts.toAssignees += count * ownCount;
      counts.toAddresses += count * addressCount;
      counts.toAdministrators += count * Math.min(alerted, roomCount);
      if (alerted > roomCount) counts.cappedCount += count;
    }
  }
  return counts;
}
