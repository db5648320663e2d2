import type { AssignmentInstance } from "../access.ts";
import { ALERTED_ROLES } from "../builtin-roles.ts";
import type { EndState } from "../end-state.ts";
import { isTaken, type ManifestEntry } from "../manifest.ts";
import { nameOfPrincipal } from "../principal.ts";
import type { PrincipalAccess } from "../principal-access.ts";

/** Somebody who is told of assignments. */
export type Administrator = { readonly principalId: string; readonly name: string };

/** An administrator who is moved in this wave, and told until then. */
type Leaving = Administrator & { wavePosition: number };

/**
 * Who is told of assignments by default, and until when: whoever is moved in a wave may be told until it ends, and no
 * more after it. Of those who stay, who all get the same, the first are remembered and all are counted; those who are
 * moved are remembered.
 */
export class AlertedAdministrators {
  readonly #listedMax: number;
  readonly #staying: Administrator[] = [];
  readonly #leaving = new Map<string, Leaving>();
  #stayingCount = 0;
  #groupCount = 0;

  constructor(listedMax: number) {
    this.#listedMax = listedMax;
  }

  observe({ principalId, principal, assignments }: PrincipalAccess, end: EndState): void {
    if (!assignments.some(isAlerted)) return;
    if (principal?.type === "group") this.#groupCount += 1;
    if (principal?.type !== "user") return;
    const administrator = { principalId, name: nameOfPrincipal(principal) ?? principalId };
    if (!end.assignments.some(isAlerted)) {
      this.#leaving.set(principalId, { ...administrator, wavePosition: 0 });
      return;
    }
    this.#stayingCount += 1;
    if (this.#staying.length < this.#listedMax) this.#staying.push(administrator);
  }

  place(entry: Pick<ManifestEntry, "key" | "disposition" | "wavePosition">): void {
    const { key, wavePosition } = entry;
    const leaving = this.#leaving.get(key.principalId);
    if (leaving !== undefined && wavePosition !== null && isTaken(entry)) leaving.wavePosition = wavePosition;
  }

  /** How many are told when a wave begins. */
  countAt(wavePosition: number): number {
    const isStill = (leaving: Leaving) => leaving.wavePosition >= wavePosition;
    return this.#stayingCount + [...this.#leaving.values()].filter(isStill).length;
  }

  /** Groups in such a role: whether their members are told is not documented. */
  get groupCount(): number {
    return this.#groupCount;
  }

  /** Those who stay: all of them counted, the first of them by name. */
  get staying(): { readonly count: number; readonly first: readonly Administrator[] } {
    return { count: this.#stayingCount, first: this.#staying };
  }

  /** Those who are moved, with their wave. */
  get leaving(): readonly Readonly<Leaving>[] {
    return [...this.#leaving.values()];
  }
}

/** An activation ends by itself; an administrator of a part of the tenant is told nothing of the whole. */
function isAlerted({ assignmentType, directoryScopeId, roleDefinitionId }: AssignmentInstance): boolean {
  return (
    assignmentType === "Assigned" && directoryScopeId === "/" && ALERTED_ROLES.includes(roleDefinitionId)
  );
}
