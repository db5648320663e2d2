import type { Random } from "../random.ts";
import type { User } from "../state/directory.ts";
import type { Schedule, Side } from "../state/schedule.ts";
import { grantKey } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";

/** Where an event looks for those that it can happen to. */
export interface Society {
  readonly tenant: Tenant;
  /** Made from the seed and the number of the event: no event draws from another's. */
  readonly random: Random;
  /** Whom nothing happens to. */
  readonly protectedIds: ReadonlySet<string>;
}

/**
 * Somebody who fits, or null when nobody does: the first from a drawn place on, in the order in which people were made,
 * so that what else there is does not matter.
 */
export function findPerson(society: Society, fits: (user: User) => boolean): User | null {
  const users = society.tenant.directory.all("user");
  const from = society.random.below(Math.max(1, users.length));
  for (let step = 0; step < users.length; step += 1) {
    const user = users[(from + step) % users.length];
    if (user?.kind === "user" && !society.protectedIds.has(user.id) && fits(user)) return user;
  }
  return null;
}

/** The rows of one person that fit, in an order that does not hang on when they came. */
export function rowsOf(
  tenant: Tenant,
  side: Side,
  principalId: string,
  fits: (row: Schedule) => boolean,
): Schedule[] {
  return [...tenant.schedules.ofPrincipal(side, principalId).values()]
    .filter(fits)
    .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function sortKey(row: Schedule): string {
  return `${grantKey(row)}|${row.startAt}`;
}

/** A row that fits, of somebody who has one, or null when nobody has. */
export function findRow(society: Society, side: Side, fits: (row: Schedule) => boolean): Schedule | null {
  const { tenant, random } = society;
  const person = findPerson(society, (user) => rowsOf(tenant, side, user.id, fits).length > 0);
  return person === null ? null : random.pick(rowsOf(tenant, side, person.id, fits));
}

/** An administrator who is at work: whoever is Global Administrator now. */
export function findAdministrator({ tenant, random }: Society): User | null {
  const users = tenant
    .activeGlobalAdministrators()
    .map((row) => tenant.directory.user(row.principalId))
    .filter((user) => user !== null)
    .filter((user) => user.accountEnabled)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return users.length === 0 ? null : random.pick(users);
}
