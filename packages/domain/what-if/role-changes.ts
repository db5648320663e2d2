import { isStanding } from "../access.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import type { PrincipalAccess } from "../principal-access.ts";

/** A number before the rollout, and after it when everything goes as planned. */
export type BeforeAfter = { readonly before: number; readonly after: number };

/** How many assignments of one role stand and how many can be activated, at all scopes; of groups, one each. */
export type RoleChange = {
  readonly roleDefinitionId: string;
  readonly roleName: string;
  readonly standing: BeforeAfter;
  readonly eligible: BeforeAfter;
};

type Counts = Record<"standing" | "eligible", { before: number; after: number }>;

/** Counts role by role. */
export class RoleFold {
  readonly #roles: CompileContext["roles"];
  readonly #counts = new Map<string, Counts>();

  constructor({ roles }: CompileContext) {
    this.#roles = roles;
  }

  observe(access: PrincipalAccess, end: PrincipalAccess): void {
    this.#count(access, "before");
    this.#count(end, "after");
  }

  /** Roles in which anything stands or can be activated, before or after, by name. */
  conclude(): readonly RoleChange[] {
    return [...this.#counts]
      .map(([roleDefinitionId, counts]) => ({
        roleDefinitionId,
        roleName: this.#roles.get(roleDefinitionId)?.displayName ?? roleDefinitionId,
        ...counts,
      }))
      .filter(({ standing, eligible }) => standing.before + eligible.before + eligible.after > 0)
      .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  #count({ assignments, eligibilities }: PrincipalAccess, when: keyof BeforeAfter): void {
    for (const row of assignments) if (isStanding(row)) this.#of(row.roleDefinitionId).standing[when] += 1;
    for (const row of eligibilities) {
      if (row.memberType === "Direct") this.#of(row.roleDefinitionId).eligible[when] += 1;
    }
  }

  #of(roleDefinitionId: string): Counts {
    const known = this.#counts.get(roleDefinitionId);
    if (known !== undefined) return known;
    const counts: Counts = { standing: { before: 0, after: 0 }, eligible: { before: 0, after: 0 } };
    this.#counts.set(roleDefinitionId, counts);
    return counts;
  }
}

function sortKey({ roleName, roleDefinitionId }: RoleChange): string {
  return `${roleName}\n${roleDefinitionId}`;
}
