import { resultOf, type ComplianceCheck, type ComplianceResult, type Seen } from "./check.ts";
import { isPrivilegedIn, type ComplianceContext } from "./compliance-context.ts";
import { Findings } from "./findings.ts";

/**
 * Passes when nobody but the configured emergency access accounts has a permanent row in a privileged role. Every
 * assigned row counts as permanent, also one that ends by itself, at any scope, of an application, of a group and of
 * each of its members. An emergency account is left out by person, whatever its role. The check runs with Entra ID P2
 * only, which an inventory cannot tell from Entra ID Governance.
 * Source: microsoft/zerotrustassessment 83a87007, `Test-Assessment.21815.ps1`.
 */
export class ZeroTrust21815 implements ComplianceCheck {
  readonly #context: ComplianceContext;
  readonly #offenders: Findings;
  readonly #exempt = new Set<string>();
  #timeBoundCount = 0;
  #undecidedCount = 0;

  constructor(context: ComplianceContext) {
    this.#context = context;
    this.#offenders = new Findings(context);
  }

  observe({ access, view }: Seen): void {
    for (const row of view) {
      if (row.privilegeType !== "Permanent") continue;
      const isPrivileged = isPrivilegedIn(this.#context, row.roleDefinitionId);
      if (isPrivileged === false) continue;
      if (this.#context.emergencyAccess.has(row.principalId)) this.#exempt.add(row.principalId);
      else if (isPrivileged === null) this.#undecidedCount += 1;
      else {
        const endsByItself =
          row.throughGroupId === null &&
          access.assignments.every(
            (assignment) =>
              assignment.roleDefinitionId !== row.roleDefinitionId ||
              assignment.assignmentType !== "Assigned" ||
              assignment.endDateTime !== null,
          );
        if (endsByItself) this.#timeBoundCount += 1;
        this.#offenders.add(row, { note: noteOf(row.throughGroupId, endsByItself), ...row });
      }
    }
  }

  conclude(): ComplianceResult {
    const evidence = this.#offenders.with({
      permanentRows: this.#offenders.count,
      thatEndByThemselves: this.#timeBoundCount,
      emergencyAccessAccounts: this.#exempt.size,
      ofRolesNotKnown: this.#undecidedCount,
    });
    if (this.#offenders.count > 0) {
      const because = `${this.#offenders.count} rows of privileged roles are assigned and not activated; ${this.#timeBoundCount} of them end by themselves, which this check does not look at.`;
      return resultOf("ZTA.21815", "fail", evidence, because);
    }
    if (this.#undecidedCount > 0) {
      const because = `Of the roles of ${this.#undecidedCount} rows the inventory does not say whether they are privileged.`;
      return resultOf("ZTA.21815", "notDecided", evidence, because);
    }
    return resultOf(
      "ZTA.21815",
      "pass",
      evidence,
      "Nobody but the declared emergency access accounts holds a privileged role without activating it.",
    );
  }
}

function noteOf(throughGroupId: string | null, endsByItself: boolean): string {
  if (throughGroupId !== null) return `permanent through group ${throughGroupId}`;
  return endsByItself ? "assigned until a day" : "permanent";
}
