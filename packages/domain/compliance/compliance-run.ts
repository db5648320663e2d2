import type { TenantFacts } from "../inventory.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { ComplianceCheck, ComplianceResult } from "./check.ts";
import { Cisa74 } from "./cisa-7-4.ts";
import { Cisa75 } from "./cisa-7-5.ts";
import { complianceContext } from "./compliance-context.ts";
import { contradictionsIn, type ComplianceContradiction } from "./contradictions.ts";
import { RoleView } from "./role-view.ts";
import { ZeroTrust21815 } from "./zero-trust-21815.ts";
import { ZeroTrust21816 } from "./zero-trust-21816.ts";
import { ZeroTrust21835 } from "./zero-trust-21835.ts";
import { ZeroTrust21836 } from "./zero-trust-21836.ts";

/** What the public checks say of a tenant, with the emergency access accounts that were declared to them. */
export type ComplianceReport = {
  readonly emergencyAccess: readonly string[];
  readonly results: readonly ComplianceResult[];
  readonly contradictions: readonly ComplianceContradiction[];
};

/** The same of the tenant as it is, and as it will be once a plan is carried out. */
export type RolloutCompliance = { readonly before: ComplianceReport; readonly after: ComplianceReport };

/** All checks at once, told of each principal of a tenant, in any order, once. */
export class ComplianceRun {
  readonly #emergencyAccess: readonly string[];
  readonly #view: RoleView;
  readonly #checks: readonly ComplianceCheck[];

  constructor(facts: TenantFacts, emergencyAccess: readonly string[]) {
    const context = complianceContext(facts, emergencyAccess);
    this.#emergencyAccess = emergencyAccess;
    this.#view = new RoleView(context);
    this.#checks = [
      new ZeroTrust21815(context),
      new ZeroTrust21816(context),
      new ZeroTrust21835(context),
      new ZeroTrust21836(context),
      new Cisa74(context),
      new Cisa75(context),
    ];
  }

  observe(access: PrincipalAccess): void {
    const seen = { access, view: this.#view.rowsOf(access) };
    for (const check of this.#checks) check.observe(seen);
  }

  conclude(): ComplianceReport {
    const results = this.#checks.map((check) => check.conclude());
    return { emergencyAccess: this.#emergencyAccess, results, contradictions: contradictionsIn(results) };
  }
}
