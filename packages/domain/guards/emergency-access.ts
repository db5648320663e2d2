import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import type { EndState } from "../end-state.ts";
import { isTaken, type ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { Found, Guard } from "./guard.ts";

/**
 * Emergency access accounts must still open the door when everything else is locked: in the cloud only, permanently
 * Global Administrator of the whole tenant, never touched, and enough of them when the plan has ended. That they are
 * enabled users is checked with the other names of a plan.
 */
export class EmergencyAccess implements Guard {
  readonly #context: CompileContext;
  readonly #found: Found[] = [];
  readonly #standing = new Set<string>();

  constructor(context: CompileContext) {
    this.#context = context;
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void {
    const { principalId, principal } = access;
    if (!this.#context.emergencyAccess.has(principalId)) return;
    const isStandingAtEnd = end.standing.some(
      (key) => key.roleDefinitionId === GLOBAL_ADMINISTRATOR && key.directoryScopeId === "/",
    );
    const isUsable = principal?.type === "user" && principal.accountEnabled === true;
    if (isStandingAtEnd && isUsable) this.#standing.add(principalId);
    if (principal?.onPremisesSyncEnabled === true) {
      this.#tell(
        principalId,
        "emergencyAccessSynchronized",
        "is synchronized from on premises: whoever takes that over has it too",
        [{ property: "onPremisesSyncEnabled", value: "true" }],
      );
    }
    for (const entry of entries.filter(isTaken)) {
      this.#tell(
        principalId,
        "emergencyAccessTouched",
        `would lose standing access to ${entry.beforeImage.roleName}`,
        [{ property: "disposition", value: entry.disposition }],
      );
    }
  }

  conclude(): readonly Found[] {
    const { principals, minimumStanding } = this.#context.plan.spec.emergencyAccess;
    for (const principalId of principals) {
      if (this.#standing.has(principalId)) continue;
      this.#tell(
        principalId,
        "emergencyAccessNotStanding",
        "is not an enabled account that is permanently Global Administrator of the whole tenant",
      );
    }
    if (this.#standing.size >= minimumStanding) return this.#found;
    return [
      ...this.#found,
      {
        code: "emergencyAccessTooFew",
        pointer: "/spec/emergencyAccess/minimumStanding",
        message: `when the plan has ended, ${this.#standing.size} of these accounts are permanent Global Administrators, and minimumStanding is ${minimumStanding}`,
        principalId: null,
        roleDefinitionId: GLOBAL_ADMINISTRATOR,
        count: minimumStanding - this.#standing.size,
        evidence: [],
      },
    ];
  }

  #tell(principalId: string, code: Found["code"], what: string, evidence: Found["evidence"] = []): void {
    const at = this.#context.plan.spec.emergencyAccess.principals.indexOf(principalId);
    this.#found.push({
      code,
      pointer: `/spec/emergencyAccess/principals/${at}`,
      message: `the emergency access account ${principalId} ${what}`,
      principalId,
      roleDefinitionId: null,
      count: 1,
      evidence,
    });
  }
}
