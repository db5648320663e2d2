import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import type { EndState } from "../end-state.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { Found, Guard } from "./guard.ts";

/** A tenant that nobody governs any more cannot be mended from inside: enough active Global Administrators stay. */
export class LastGlobalAdministrators implements Guard {
  readonly #minimum: number;
  #count = 0;

  constructor({ plan }: CompileContext) {
    this.#minimum = plan.spec.emergencyAccess.minimumStanding;
  }

  observe({ principal }: PrincipalAccess, _: readonly ManifestEntry[], { standing }: EndState): void {
    if (principal?.type !== "user" || principal.accountEnabled !== true) return;
    const isActive = standing.some(
      (key) => key.roleDefinitionId === GLOBAL_ADMINISTRATOR && key.directoryScopeId === "/",
    );
    if (isActive) this.#count += 1;
  }

  conclude(): readonly Found[] {
    if (this.#count >= this.#minimum) return [];
    return [
      {
        code: "lastGlobalAdministrators",
        pointer: "/spec/emergencyAccess/minimumStanding",
        message: `when the plan has ended, ${this.#count} enabled accounts are Global Administrators without having to activate it, and ${this.#minimum} must be`,
        principalId: null,
        roleDefinitionId: GLOBAL_ADMINISTRATOR,
        count: this.#minimum - this.#count,
        evidence: [{ property: "standing", value: String(this.#count) }],
      },
    ];
  }
}
