import { isStanding } from "../access.ts";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import { checkNames } from "../plan/plan-references.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { Principal } from "../principal.ts";
import type { DocumentProblem } from "../problems.ts";
import type { CompileContext } from "./compile-context.ts";
import { unreadGroupProblems } from "./selected-members.ts";

/** What the plan asks of the tenant as a whole: told of each principal, it says at the end what is not so. */
export class TenantCheck {
  readonly #context: CompileContext;
  /** Of the principals that the plan names for emergency access. */
  readonly #named: Principal[] = [];
  #standingCount = 0;

  constructor(context: CompileContext) {
    this.#context = context;
  }

  observe(access: PrincipalAccess): void {
    if (!this.#context.emergencyAccess.has(access.principalId)) return;
    if (access.principal !== null) this.#named.push(access.principal);
    const isPermanent = access.assignments.some(
      (row) =>
        isStanding(row) && row.roleDefinitionId === GLOBAL_ADMINISTRATOR && row.directoryScopeId === "/",
    );
    if (isPermanent) this.#standingCount += 1;
  }

  conclude(): readonly DocumentProblem[] {
    const { plan, facts } = this.#context;
    return [
      ...checkNames(plan.spec, { ...facts, principals: this.#named, cloud: null }),
      ...unreadGroupProblems(this.#context),
      ...this.#standingProblems(),
    ];
  }

  /** The declared accounts must hold what they are declared for: permanent Global Administrator. */
  #standingProblems(): DocumentProblem[] {
    const { minimumStanding } = this.#context.plan.spec.emergencyAccess;
    if (this.#standingCount >= minimumStanding) return [];
    return [
      {
        pointer: "/spec/emergencyAccess/principals",
        code: "emergencyAccessNotStanding",
        message: `${this.#standingCount} of these accounts are permanent Global Administrators, and minimumStanding is ${minimumStanding}`,
      },
    ];
  }
}
