import { resultOf, type ComplianceCheck, type ComplianceResult, type Seen } from "./check.ts";
import type { ComplianceContext } from "./compliance-context.ts";
import { nameOfPrincipal } from "../principal.ts";
import { Findings } from "./findings.ts";
import { isHighlyPrivileged } from "./highly-privileged-roles.ts";

/**
 * MS.AAD.7.4v1. A role fails when somebody who is not excluded has an active row without an end in it. All rows count:
 * users, applications and groups (whose members are not looked at), at every scope, however they were made. The
 * declared emergency access accounts are the exclusions; that the baseline's text also exempts groups under PIM for
 * Groups is not seen by the tool, and not here. Source: cisagov/ScubaGear 4d34e9a4, `Rego/AADConfig.rego`; needs the
 * plan AAD_PREMIUM_P2, which an inventory cannot tell from Entra ID Governance.
 */
export class Cisa74 implements ComplianceCheck {
  readonly #context: ComplianceContext;
  readonly #permanent: Findings;
  readonly #failingRoles = new Set<string>();
  #excludedCount = 0;

  constructor(context: ComplianceContext) {
    this.#context = context;
    this.#permanent = new Findings(context);
  }

  observe({ access }: Seen): void {
    for (const row of access.assignments) {
      if (row.endDateTime !== null || !isHighlyPrivileged(this.#context, row.roleDefinitionId)) continue;
      if (this.#context.emergencyAccess.has(row.principalId)) this.#excludedCount += 1;
      else {
        this.#failingRoles.add(row.roleDefinitionId);
        this.#permanent.add(row, {
          note: "active without an end",
          principalName: nameOfPrincipal(access.principal),
        });
      }
    }
  }

  conclude(): ComplianceResult {
    const evidence = this.#permanent.with({
      failingRoles: this.#failingRoles.size,
      rowsWithoutEnd: this.#permanent.count,
      excludedRows: this.#excludedCount,
    });
    if (this.#failingRoles.size === 0) {
      const because =
        "None of the eight roles has an active row without an end, but those of declared accounts.";
      return resultOf("MS.AAD.7.4", "pass", evidence, because);
    }
    const because = `${this.#failingRoles.size} of the eight roles have ${this.#permanent.count} active rows without an end.`;
    return resultOf("MS.AAD.7.4", "fail", evidence, because);
  }
}
