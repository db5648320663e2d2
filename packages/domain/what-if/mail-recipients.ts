import type { AlertedAdministrators } from "./alerted-administrators.ts";
import type { Assigned } from "./count-mails.ts";

/** How many recipients are listed; all are counted. */
export const RECIPIENTS_MAX = 100;
/** Somebody who is told of others, with how many mails in all. `principalId` is null for an address. */
export type MailRecipient = {
  readonly principalId: string | null;
  readonly name: string;
  readonly mailCount: number;
};

/**
 * Whoever is told of others in waves one after the other: administrators who stay get all alerts, those who are moved
 * get them up to their own wave, addresses what each role sends them.
 */
export function mailRecipients(
  { staying, leaving }: Pick<AlertedAdministrators, "staying" | "leaving">,
  waves: readonly { readonly position: number; readonly assigned: readonly Assigned[] }[],
): { readonly listed: readonly MailRecipient[]; readonly count: number } {
  const addresses = new Map<string, number>();
  const alertsUntil = new Map<number, number>();
  let alertCount = 0;
  for (const { position, assigned } of waves) {
    for (const { mails, userCount, otherCount } of assigned) {
      const count = userCount + otherCount;
      if (mails.isSentToAdministrators) alertCount += count;
      for (const name of mails.addresses) addresses.set(name, (addresses.get(name) ?? 0) + count);
    }
    alertsUntil.set(position, alertCount);
  }
  const moved = leaving.map(({ principalId, name, wavePosition }) => ({
    principalId,
    name,
    mailCount: alertsUntil.get(wavePosition) ?? 0,
  }));
  const others = [...addresses].map(([name, mailCount]) => ({ principalId: null, name, mailCount }));
  const first = staying.first.map((administrator) => ({ ...administrator, mailCount: alertCount }));
  const isTold = ({ mailCount }: MailRecipient) => mailCount > 0;
  return {
    listed: [...first, ...moved, ...others]
      .filter(isTold)
      .toSorted((a, b) => b.mailCount - a.mailCount || (a.name < b.name ? -1 : 1))
      .slice(0, RECIPIENTS_MAX),
    count: [...moved, ...others].filter(isTold).length + (alertCount > 0 ? staying.count : 0),
  };
}
