import type { CompileContext } from "../compile/compile-context.ts";
import type { RoleDefinition } from "../inventory.ts";
import { isTaken, type ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { isPrivilegedRole, tierOf } from "../role-tier.ts";
import type { Found, Guard } from "./guard.ts";

/** Roles from which the whole tenant can be taken over are only moved where the plan says so in a word of its own. */
export class TierZero implements Guard {
  readonly #context: CompileContext;
  readonly #counts = new Map<string, number>();

  constructor(context: CompileContext) {
    this.#context = context;
  }

  observe(_: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    if (this.#context.plan.spec.selection.tierZero === true) return;
    for (const { key } of entries.filter(isTaken)) {
      const role = this.#context.roles.get(key.roleDefinitionId);
      if (role === undefined || isTierZero(role)) {
        this.#counts.set(key.roleDefinitionId, (this.#counts.get(key.roleDefinitionId) ?? 0) + 1);
      }
    }
  }

  conclude(): readonly Found[] {
    return [...this.#counts].map(([roleDefinitionId, count]) => ({
      code: "tierZeroNotConfirmed",
      pointer: "/spec/selection/tierZero",
      message: `${this.#context.roles.get(roleDefinitionId)?.displayName ?? roleDefinitionId} can take over the tenant, and ${count} of its assignments would be moved: say tierZero: true in the selection if that is meant`,
      principalId: null,
      roleDefinitionId,
      count,
      evidence: [{ property: "tier", value: "0" }],
    }));
  }
}

/** A custom role has no tier; one that Microsoft marks as privileged is taken for the highest. */
function isTierZero(role: RoleDefinition): boolean {
  const tier = tierOf(role);
  return tier === null ? isPrivilegedRole(role) === true : tier === 0;
}
