import { resultOf, type ComplianceCheck, type ComplianceResult, type Seen } from "./check.ts";
import type { ComplianceContext } from "./compliance-context.ts";
import { nameOfPrincipal } from "../principal.ts";
import { Findings } from "./findings.ts";
import { isHighlyPrivileged } from "./highly-privileged-roles.ts";

/**
 * MS.AAD.7.5v1. A role fails when an active row of it has no start, which is how a row looks that was made outside PIM.
 * Nothing is excluded, emergency access accounts neither: they are made anew through PIM. Source: cisagov/ScubaGear
 * 4d34e9a4, `Rego/AADConfig.rego`; needs the plan AAD_PREMIUM_P2, as MS.AAD.7.4 does.
 */
export class Cisa75 implements ComplianceCheck {
  readonly #context: ComplianceContext;
  readonly #outside: Findings;
  readonly #failingRoles = new Set<string>();

  constructor(context: ComplianceContext) {
    this.#context = context;
    this.#outside = new Findings(context);
  }

  observe({ access }: Seen): void {
    for (const row of access.assignments) {
      if (row.startDateTime !== null || !isHighlyPrivileged(this.#context, row.roleDefinitionId)) continue;
      this.#failingRoles.add(row.roleDefinitionId);
      this.#outside.add(row, { note: "made outside PIM", principalName: nameOfPrincipal(access.principal) });
    }
  }

  conclude(): ComplianceResult {
    const evidence = this.#outside.with({
      failingRoles: this.#failingRoles.size,
      rowsWithoutStart: this.#outside.count,
    });
    if (this.#failingRoles.size === 0) {
      return resultOf("MS.AAD.7.5", "pass", evidence, "Every active row of the eight roles has a start.");
    }
    const because = `${this.#failingRoles.size} of the eight roles have ${this.#outside.count} active rows without a start: they were made outside PIM.`;
    return resultOf("MS.AAD.7.5", "fail", evidence, because);
  }
}
