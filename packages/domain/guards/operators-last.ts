import { DECIDING_ROLES } from "../builtin-roles.ts";
import { isStanding } from "../access.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import { isConverted, type ManifestEntry } from "../manifest.ts";
import { guardMode } from "../plan/guards.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { FirstOfKind, type Found, type Guard } from "./guard.ts";

/** True for whoever the waves must move last: the plan enforces it, and this principal runs the rollout or approves. */
export function isPinnedLast(context: CompileContext, access: PrincipalAccess): boolean {
  const isEnforced =
    context.guards.includes("operatorsLast") &&
    guardMode(context.plan.spec.guards, "operatorsLast") === "enforce";
  return isEnforced && belongsLast(context, access);
}

function belongsLast({ lastWave }: CompileContext, access: PrincipalAccess): boolean {
  if (lastWave.principalIds.has(access.principalId)) return true;
  return (
    lastWave.administratorsToo &&
    access.assignments.some(
      (row) =>
        isStanding(row) && row.directoryScopeId === "/" && DECIDING_ROLES.includes(row.roleDefinitionId),
    )
  );
}

/**
 * Whoever runs the rollout or approves activations is moved last, so that an early wave takes from nobody what the
 * later ones need. Enforced, the waves see to it; where the plan only wants to be warned, this tells whom it is about.
 */
export class OperatorsLast implements Guard {
  readonly #context: CompileContext;
  readonly #found = new FirstOfKind();

  constructor(context: CompileContext) {
    this.#context = context;
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    const { guards, waves } = this.#context.plan.spec;
    if (guardMode(guards, "operatorsLast") === "enforce" || waves.length === 1) return;
    const entry = entries.find(isConverted);
    if (entry === undefined || !belongsLast(this.#context, access)) return;
    this.#found.add({
      code: "operatorNotLast",
      pointer: "/spec/guards/operatorsLast",
      message: `${entry.beforeImage.principalName} runs the rollout or approves activations, and may be moved before the last wave`,
      principalId: access.principalId,
      roleDefinitionId: null,
      count: 1,
      evidence: [],
    });
  }

  conclude(): readonly Found[] {
    return this.#found.conclude();
  }
}
