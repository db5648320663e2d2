import { resultOf, type ComplianceCheck, type ComplianceResult, type Seen } from "./check.ts";
import { isPrivilegedIn, type ComplianceContext } from "./compliance-context.ts";
import { Findings } from "./findings.ts";
import { hasUnknownMembers } from "./role-view.ts";

/**
 * Passes when no service principal has a row in a privileged role, permanent or eligible, its own or through a group.
 * Nothing is left out: Microsoft's own, synchronization and automation count. Source: microsoft/zerotrustassessment
 * 83a87007, `Test-Assessment.21836.ps1`.
 */
export class ZeroTrust21836 implements ComplianceCheck {
  readonly #context: ComplianceContext;
  readonly #applications: Findings;
  #ofRolesNotKnown = 0;
  #groupsNotKnown = 0;

  constructor(context: ComplianceContext) {
    this.#context = context;
    this.#applications = new Findings(context);
  }

  observe({ view }: Seen): void {
    for (const row of view) {
      const isPrivileged = isPrivilegedIn(this.#context, row.roleDefinitionId);
      if (isPrivileged === false) continue;
      if (hasUnknownMembers(this.#context, row)) this.#groupsNotKnown += 1;
      if (row.principalType !== "servicePrincipal") continue;
      if (isPrivileged === null) this.#ofRolesNotKnown += 1;
      else {
        const through = row.throughGroupId === null ? "" : ` through group ${row.throughGroupId}`;
        this.#applications.add(row, { note: `${row.privilegeType.toLowerCase()}${through}`, ...row });
      }
    }
  }

  conclude(): ComplianceResult {
    const evidence = this.#applications.with({
      rowsOfApplications: this.#applications.count,
      ofRolesNotKnown: this.#ofRolesNotKnown,
      groupsWithUnknownMembers: this.#groupsNotKnown,
    });
    if (this.#applications.count > 0) {
      const because = `Applications have ${this.#applications.count} rows in privileged roles.`;
      return resultOf("ZTA.21836", "fail", evidence, because);
    }
    if (this.#ofRolesNotKnown + this.#groupsNotKnown > 0) {
      const because = `The inventory does not say who is in ${this.#groupsNotKnown} groups with privileged roles, and of ${this.#ofRolesNotKnown} rows of applications not whether the role is privileged.`;
      return resultOf("ZTA.21836", "notDecided", evidence, because);
    }
    return resultOf("ZTA.21836", "pass", evidence, "No application has a row in a privileged role.");
  }
}
