import type { Random } from "../random.ts";
import { accessOfRole, scheduleIdOf } from "../state/group-access.ts";
import type { Grant, Schedule, Side } from "../state/schedule.ts";
import { isSameGrant } from "../state/schedule.ts";
import type { RoleSide } from "../state/sides.ts";
import type { NewSchedule, Tenant } from "../state/tenant.ts";

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How assigned rows came about, and how often. */
const ORIGINS = [
  { origin: "outsidePim", weight: 70 },
  { origin: "pimPermanent", weight: 20 },
  { origin: "pimTimeBound", weight: 10 },
] as const;

/** One of these. */
export type SeededOrigin = (typeof ORIGINS)[number]["origin"];

/** The side of groups, where the grant is of a group. */
function sideFor(grant: Grant, side: RoleSide): Side {
  if (accessOfRole(grant.roleDefinitionId) === null) return side;
  return side === "assignment" ? "groupAssignment" : "groupEligibility";
}

/** Gives the roles that the tenant begins with; every time is measured from `epochAt`. */
export class Granter {
  readonly #tenant: Tenant;
  readonly #random: Random;
  readonly #epochAt: number;

  constructor(tenant: Tenant, random: Random, epochAt: number) {
    this.#tenant = tenant;
    this.#random = random;
    this.#epochAt = epochAt;
  }

  /** How a row came about, by chance. */
  anyOrigin(): SeededOrigin {
    return this.#random.weighted(ORIGINS).origin;
  }

  /** Whether this side of a principal, role and scope is taken. */
  isTaken(side: Schedule["side"], grant: Grant): boolean {
    return this.#tenant.schedules
      .ofPrincipalInRole(side, grant.principalId, grant.roleDefinitionId)
      .some((row) => isSameGrant(row, grant));
  }

  /** How many rows there are, on both sides. */
  rowCount(): number {
    const { schedules } = this.#tenant;
    return schedules.count("assignment").all + schedules.count("eligibility").all;
  }

  /** `more`: a row that does not come in person, or that not every list shows. */
  assign(
    grant: Grant,
    origin: SeededOrigin,
    more: Partial<Pick<Schedule, "memberType" | "listing">> = {},
  ): Schedule {
    const startAt = this.#epochAt - (7 + this.#random.below(700)) * DAY_MS - this.#random.below(DAY_MS);
    const endAt = origin === "pimTimeBound" ? this.#epochAt + (20 + this.#random.below(150)) * DAY_MS : null;
    return this.#add(sideFor(grant, "assignment"), grant, {
      id: origin === "outsidePim" ? null : scheduleIdOf(grant.roleDefinitionId, this.#random.guid()),
      origin: origin === "outsidePim" ? "outsidePim" : "pim",
      startAt,
      endAt,
      ...more,
    });
  }

  makeEligible(grant: Grant, options: { readonly isPermanent: boolean }): Schedule {
    const startAt = this.#epochAt - (7 + this.#random.below(300)) * DAY_MS - this.#random.below(DAY_MS);
    const endAt = options.isPermanent ? null : this.#epochAt + (30 + this.#random.below(300)) * DAY_MS;
    return this.#add(sideFor(grant, "eligibility"), grant, {
      id: scheduleIdOf(grant.roleDefinitionId, this.#random.guid()),
      origin: "pim",
      startAt,
      endAt,
    });
  }

  /** Someone uses an eligibility: for four hours more. */
  activate(eligibility: Schedule): Schedule {
    const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = eligibility;
    return this.#add(
      sideFor(eligibility, "assignment"),
      { principalId, roleDefinitionId, directoryScopeId, appScopeId },
      {
        id: scheduleIdOf(eligibility.roleDefinitionId, this.#random.guid()),
        origin: "pim",
        startAt: this.#epochAt - (20 + this.#random.below(100)) * MINUTE_MS,
        endAt: this.#epochAt + 4 * HOUR_MS,
      },
      eligibility.id,
    );
  }

  #add(
    side: Schedule["side"],
    grant: Grant,
    row: Pick<NewSchedule, "id" | "origin" | "startAt" | "endAt" | "memberType" | "listing">,
    activatedUsing: string | null = null,
  ): Schedule {
    return this.#tenant.addSchedule(
      {
        ...grant,
        ...row,
        side,
        assignmentType: activatedUsing === null ? "Assigned" : "Activated",
        createdAt: row.startAt,
        modifiedAt: null,
        activatedUsing,
      },
      this.#epochAt,
    );
  }
}
