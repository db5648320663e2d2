import type { EndState } from "../end-state.ts";
import { inFindingOrder, type Finding, type GuardName } from "../finding.ts";
import type { Guard } from "../guards/guard.ts";
import { guardFor } from "../guards/guards.ts";
import type { ManifestEntry } from "../manifest.ts";
import { guardMode } from "../plan/guards.ts";
import { checkNames } from "../plan/plan-references.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { Principal } from "../principal.ts";
import type { DocumentProblem } from "../problems.ts";
import type { CompileContext } from "./compile-context.ts";
import { unreadGroupProblems } from "./selected-members.ts";
import { SettingsCheck } from "./settings-check.ts";
import { SpokenInVain } from "./spoken-in-vain.ts";

type Watch = { readonly name: GuardName; readonly guard: Guard; readonly mode: "enforce" | "warn" };

/** Why a plan is refused, and what it is signed with where it is not. */
export type TenantVerdict = {
  readonly problems: readonly DocumentProblem[];
  readonly findings: readonly Finding[];
};

/**
 * What the plan does to the tenant as a whole: told of each principal and of what becomes of it, it says at the end what
 * is named in vain and what the guards found.
 */
export class TenantCheck {
  readonly #context: CompileContext;
  /** Of the principals that the plan names for emergency access. */
  readonly #named: Principal[] = [];
  readonly #watches: readonly Watch[];
  readonly #spokenInVain: SpokenInVain;
  readonly #settings: SettingsCheck;

  constructor(context: CompileContext) {
    this.#context = context;
    this.#watches = context.guards.flatMap((name): Watch[] => {
      const mode = guardMode(context.plan.spec.guards, name);
      return mode === "off" ? [] : [{ name, mode, guard: guardFor(name, context) }];
    });
    this.#spokenInVain = new SpokenInVain(context);
    this.#settings = new SettingsCheck(context);
  }

  /** Everybody, in the order of their ids; `entries` are in the manifest's order, `end` is the principal's end state. */
  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void {
    if (this.#context.emergencyAccess.has(access.principalId) && access.principal !== null) {
      this.#named.push(access.principal);
    }
    for (const { guard } of this.#watches) guard.observe(access, entries, end);
    this.#spokenInVain.observe(access.principalId, entries);
    this.#settings.observe(access, entries);
  }

  conclude(): TenantVerdict {
    const { plan, facts } = this.#context;
    const settings = this.#settings.conclude();
    const findings = inFindingOrder([
      ...this.#watches.flatMap(findingsOf),
      ...this.#spokenInVain.conclude(),
      ...settings.findings,
    ]);
    return {
      problems: [
        ...checkNames(plan.spec, { ...facts, principals: this.#named, cloud: null }),
        ...unreadGroupProblems(this.#context),
        ...settings.problems,
        ...findings
          .filter(({ severity }) => severity === "blocks")
          .map(({ pointer, code, message }) => ({ pointer, code, message })),
      ],
      findings: findings.filter(({ severity }) => severity === "warns"),
    };
  }
}

function findingsOf({ name, guard, mode }: Watch): readonly Finding[] {
  return guard.conclude().map(({ onlyWarns, ...found }) => ({
    guard: name,
    severity: mode === "enforce" && onlyWarns !== true ? "blocks" : "warns",
    ...found,
  }));
}
