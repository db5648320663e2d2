import type { AccessKey } from "../access.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import type { EndState } from "../end-state.ts";
import { isTaken, type ManifestEntry } from "../manifest.ts";
import { floorOf } from "../plan/guards.ts";
import { scopeKind } from "../plan/selects.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { Found, Guard } from "./guard.ts";
import { isReady } from "./readiness.ts";
import { ReadyMembers } from "./ready-members.ts";
import type { RoleNeeds } from "./role-needs.ts";

/** One role at one scope: who could use it, no more of them than the floor asks for. */
type Place = {
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
  readonly people: Set<string>;
  readonly standingGroups: Set<string>;
  readonly eligibleGroups: Set<string>;
  /** What the role and the scope are called, where the plan takes something away. */
  names: string | null;
};

/**
 * Enough people must be able to use each role of the plan when it has ended, at once or by an activation for which they
 * lack nothing. Whoever holds a role for the whole tenant can use it in every administrative unit. A single object has
 * one holder as a rule, so it has no floor.
 */
export class AvailabilityFloor implements Guard {
  readonly #minimum: number;
  readonly #needs: RoleNeeds;
  readonly #members: ReadyMembers;
  readonly #places = new Map<string, Place>();

  constructor({ plan, needs, membership }: CompileContext) {
    this.#minimum = floorOf(plan.spec.guards);
    this.#needs = needs;
    this.#members = new ReadyMembers(membership);
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void {
    const { principalId, principal } = access;
    this.#members.observe(access);
    for (const { key, beforeImage } of entries.filter(isTaken)) {
      const place = this.#placeOf(key);
      if (place !== null) place.names = `${beforeImage.roleName} at ${beforeImage.scopeName}`;
    }
    const { standing, eligible } = end;
    for (const key of standing) {
      if (principal?.type === "group") this.#placeOf(key)?.standingGroups.add(principalId);
      if (principal?.type === "user" && principal.accountEnabled === true) this.#count(key, principalId);
    }
    for (const key of eligible) {
      if (principal?.type === "group") this.#placeOf(key)?.eligibleGroups.add(principalId);
      if (isReady(access, this.#needs.asksForMfa(key.roleDefinitionId))) this.#count(key, principalId);
    }
  }

  conclude(): readonly Found[] {
    return [...this.#places.values()].flatMap((place): Found[] => {
      if (place.names === null) return [];
      const tenantWide = this.#places.get(nameOf(place.roleDefinitionId, "/"));
      const people = new Set([
        ...this.#peopleOf(place),
        ...(tenantWide === undefined ? [] : this.#peopleOf(tenantWide)),
      ]);
      if (people.size >= this.#minimum) return [];
      return [
        {
          code: "belowFloor",
          pointer: "/spec/guards/availabilityFloor",
          message: `when the plan has ended, ${people.size} people can use ${place.names}, and at least ${this.#minimum} must be able to`,
          principalId: null,
          roleDefinitionId: place.roleDefinitionId,
          count: this.#minimum - people.size,
          evidence: [{ property: "directoryScopeId", value: place.directoryScopeId }],
        },
      ];
    });
  }

  #peopleOf({ roleDefinitionId, people, standingGroups, eligibleGroups }: Place): ReadonlySet<string> {
    return new Set([
      ...people,
      ...this.#members.of(standingGroups, false),
      ...this.#members.of(eligibleGroups, this.#needs.asksForMfa(roleDefinitionId)),
    ]);
  }

  #count(key: AccessKey, principalId: string): void {
    const people = this.#placeOf(key)?.people;
    if (people !== undefined && people.size < this.#minimum) people.add(principalId);
  }

  #placeOf(key: AccessKey): Place | null {
    const { roleDefinitionId, directoryScopeId } = key;
    if (directoryScopeId === null || scopeKind(key) === "application") return null;
    const name = nameOf(roleDefinitionId, directoryScopeId);
    const place = this.#places.get(name) ?? {
      roleDefinitionId,
      directoryScopeId,
      people: new Set(),
      standingGroups: new Set(),
      eligibleGroups: new Set(),
      names: null,
    };
    this.#places.set(name, place);
    return place;
  }
}

function nameOf(roleDefinitionId: string, directoryScopeId: string): string {
  return `${roleDefinitionId} ${directoryScopeId}`;
}
