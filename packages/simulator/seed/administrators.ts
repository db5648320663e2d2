import type { Random } from "../random.ts";
import type { AdministrativeUnit, User } from "../state/directory.ts";
import type { Grant } from "../state/schedule.ts";
import type { Granter } from "./grants.ts";
import type { WeightedRole } from "./role-weights.ts";
import { WEIGHTED_ROLES } from "./role-weights.ts";

/** Who of the administrators is what, besides those who simply hold roles. */
export interface SeededAdministrators {
  /** Hold a role standing and are eligible for it as well, at the same scope. */
  readonly alreadyEligibleIds: readonly string[];
  readonly onlyEligibleIds: readonly string[];
  /** Are using an eligibility. */
  readonly activatedIds: readonly string[];
}

/** What part of the administrators is already eligible, only eligible, and using an eligibility. */
const SHARES = { alreadyEligible: 0.05, onlyEligible: 0.06, activated: 0.03 };

/** How many roles someone holds standing. */
const ROLE_COUNTS = [
  { count: 1, weight: 62 },
  { count: 2, weight: 26 },
  { count: 3, weight: 12 },
] as const;

class Administrators {
  readonly #random: Random;
  readonly #granter: Granter;
  readonly #units: readonly AdministrativeUnit[];

  constructor(random: Random, granter: Granter, units: readonly AdministrativeUnit[]) {
    this.#random = random;
    this.#granter = granter;
    this.#units = units;
  }

  anyGrant(user: User): Grant {
    const role = this.#random.weighted<WeightedRole>(WEIGHTED_ROLES);
    const isLimited = role.isScopableToAdministrativeUnit && this.#random.chance(0.35);
    return {
      principalId: user.id,
      roleDefinitionId: role.id,
      directoryScopeId: isLimited ? `/administrativeUnits/${this.#random.pick(this.#units).id}` : "/",
      appScopeId: null,
    };
  }

  /** Roles of an ordinary administrator, and now and then one of them at a unit besides. */
  giveRoles(user: User): void {
    const { count } = this.#random.weighted(ROLE_COUNTS);
    for (let given = 0; given < count; given += 1) {
      const grant = this.anyGrant(user);
      if (this.#granter.isTaken("assignment", grant)) continue;
      this.#granter.assign(grant, this.#granter.anyOrigin());
      this.#giveAgainAtUnit(grant);
    }
  }

  /** One more role, where it is not held yet. */
  giveAnother(user: User): boolean {
    const grant = this.anyGrant(user);
    if (this.#granter.isTaken("assignment", grant) || this.#granter.isTaken("eligibility", grant))
      return false;
    this.#granter.assign(grant, this.#granter.anyOrigin());
    return true;
  }

  #giveAgainAtUnit(grant: Grant): void {
    const role = WEIGHTED_ROLES.find((candidate) => candidate.id === grant.roleDefinitionId);
    if (role?.isScopableToAdministrativeUnit !== true || !this.#random.chance(0.08)) return;
    const atUnit = {
      ...grant,
      directoryScopeId: `/administrativeUnits/${this.#random.pick(this.#units).id}`,
    };
    if (!this.#granter.isTaken("assignment", atUnit)) this.#granter.assign(atUnit, "outsidePim");
  }
}

/** Gives every administrator something; from ten of them on, each kind of case occurs. */
export function seedAdministrators(
  random: Random,
  granter: Granter,
  from: { readonly admins: readonly User[]; readonly units: readonly AdministrativeUnit[] },
): SeededAdministrators {
  const administrators = new Administrators(random, granter, from.units);
  const order = random.shuffle(from.admins);
  const take = (share: number): User[] =>
    from.admins.length < 10 ? [] : order.splice(0, Math.max(1, Math.round(from.admins.length * share)));
  const alreadyEligible = take(SHARES.alreadyEligible);
  const onlyEligible = take(SHARES.onlyEligible);
  const activated = take(SHARES.activated);
  for (const user of alreadyEligible) {
    const grant = administrators.anyGrant(user);
    granter.makeEligible(grant, { isPermanent: true });
    granter.assign(grant, random.chance(0.6) ? "outsidePim" : "pimPermanent");
  }
  for (const user of onlyEligible) {
    granter.makeEligible(administrators.anyGrant(user), { isPermanent: random.chance(0.5) });
  }
  for (const user of activated) {
    granter.activate(granter.makeEligible(administrators.anyGrant(user), { isPermanent: true }));
  }
  const chosen = new Set(order.map((user) => user.id));
  for (const user of from.admins) if (chosen.has(user.id)) administrators.giveRoles(user);
  return {
    alreadyEligibleIds: alreadyEligible.map((user) => user.id),
    onlyEligibleIds: onlyEligible.map((user) => user.id),
    activatedIds: activated.map((user) => user.id),
  };
}

/** How often the whole list of administrators is gone through for more roles at most. */
const MAXIMUM_ROUND_COUNT = 60;

/**
 * Gives administrators more roles, one each in turn, until there are so many rows; people who only are eligible, or are
 * using an eligibility, are left as they are.
 */
export function topUpAdministrators(
  random: Random,
  granter: Granter,
  from: { readonly admins: readonly User[]; readonly units: readonly AdministrativeUnit[] },
  wanted: { readonly rowCount: number; readonly leftAloneIds: ReadonlySet<string> },
): void {
  const administrators = new Administrators(random, granter, from.units);
  const admins = from.admins.filter((user) => !wanted.leftAloneIds.has(user.id));
  let missingCount = wanted.rowCount - granter.rowCount();
  for (let round = 0; round < MAXIMUM_ROUND_COUNT && missingCount > 0; round += 1) {
    for (const user of admins) {
      if (missingCount <= 0) return;
      if (administrators.giveAnother(user)) missingCount -= 1;
    }
  }
}
