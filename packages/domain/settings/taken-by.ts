import type { RoleDefinition } from "../inventory.ts";
import type { PlanRoleSettings } from "../plan/role-settings.ts";
import { takesRole } from "../plan/selects.ts";
import type { RoleSelector } from "../plan/selection.ts";

/** Assignments of a plan that take a role as closely as each other, by their places. */
export type Takers = {
  readonly places: readonly number[];
  /** True when they name this very role. */
  readonly areNaming: boolean;
};

/** Those that take a role most closely: by name, then by tier or mark, then with all others. None may take it. */
export function takersOf(role: RoleDefinition, { assign }: PlanRoleSettings): Takers {
  const taking = assign.flatMap(({ roles }, place) => {
    const closest = Math.max(
      ...roles.map((selector) => (takesRole(selector, role) === true ? closenessOf(selector) : -1)),
    );
    return closest < 0 ? [] : [{ place, closest }];
  });
  const closest = Math.max(...taking.map((taker) => taker.closest));
  return {
    places: taking.filter((taker) => taker.closest === closest).map(({ place }) => place),
    areNaming: closest === NAMED,
  };
}

const NAMED = 2;

function closenessOf({ all, privileged, tier }: RoleSelector): number {
  if (all !== undefined) return 0;
  return privileged !== undefined || tier !== undefined ? 1 : NAMED;
}

/** The place of an assignment in the plan. */
export function pointerOf(place: number): string {
  return `/spec/roleSettings/assign/${place}`;
}
