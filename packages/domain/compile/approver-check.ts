import { FirstOfKind, type Found } from "../guards/guard.ts";
import { isConverted, type ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { nameOfPrincipal, type Principal } from "../principal.ts";
import type { DocumentProblem } from "../problems.ts";
import { namedApprovers, type Approver } from "../role-settings.ts";
import { approvalOf } from "../settings/coherence.ts";
import { approverName } from "../settings/rule-equality.ts";
import type { SettingsEntry } from "../settings/settings-entry.ts";
import type { CompileContext } from "./compile-context.ts";

/** Somebody who approves because the plan says so, and what the inventory knows. */
type Known = { readonly principal: Principal | null; readonly convertedRoles: readonly string[] };

/** Whether those who approve because the plan says so can: whoever approves in the tenant already is not looked at. */
export class ApproverCheck {
  readonly #context: CompileContext;
  readonly #named: ReadonlySet<string>;
  readonly #known = new Map<string, Known>();

  constructor(context: CompileContext) {
    this.#context = context;
    this.#named = new Set(context.settings.entries.flatMap(newApprovers).map(({ id }) => id));
  }

  observe({ principalId, principal }: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    if (!this.#named.has(principalId)) return;
    const convertedRoles = entries.filter(isConverted).map(({ beforeImage }) => beforeImage.roleName);
    this.#known.set(principalId, { principal, convertedRoles });
  }

  conclude(): { readonly problems: readonly DocumentProblem[]; readonly findings: readonly Found[] } {
    // An assignment that takes many roles names its approvers once.
    const problems = new Map<string, DocumentProblem>();
    const converted = new FirstOfKind();
    const { entries } = this.#context.settings;
    for (const entry of entries) {
      for (const approver of newApprovers(entry)) {
        const lack = this.#lackOf(approver);
        if (lack === null) continue;
        const [code, what] = lack;
        const pointer = entry.pointer ?? "";
        const message = `activations would be approved by the ${approver.kind} ${approver.id}, ${what}`;
        problems.set(`${pointer} ${approverName(approver)}`, { pointer, code, message });
      }
    }
    for (const id of [...this.#named].toSorted()) {
      const known = this.#known.get(id);
      if (known === undefined || known.convertedRoles.length === 0) continue;
      const entry = entries.find((one) => newApprovers(one).some((approver) => approver.id === id));
      converted.add(convertedFinding(id, known, entry?.pointer ?? ""));
    }
    return { problems: [...problems.values()], findings: converted.conclude() };
  }

  #lackOf({ kind, id }: Approver): readonly [code: string, what: string] | null {
    const principal = this.#known.get(id)?.principal ?? null;
    if (principal === null) {
      const what = "whom the inventory does not know: nobody has this id, or a new inventory must be read";
      return ["unknownApprover", what];
    }
    if (principal.type !== kind) return ["approverOfOtherKind", `which is a ${principal.type}`];
    if (principal.accountEnabled === false) return ["approverDisabled", "whose account is disabled"];
    if (this.#context.emergencyAccess.has(id)) {
      return ["approverIsEmergencyAccess", "which is an emergency access account and is not there for it"];
    }
    return null;
  }
}

/** Approvers who would not be asked today. */
function newApprovers({ before, after }: SettingsEntry): readonly Approver[] {
  const [former, next] = [approvalOf(before), approvalOf(after)];
  if (next?.isApprovalRequired !== true) return [];
  const asked = new Set(former?.isApprovalRequired === true ? namedApprovers(former).map(approverName) : []);
  return namedApprovers(next).filter((approver) => !asked.has(approverName(approver)));
}

function convertedFinding(id: string, { principal, convertedRoles }: Known, pointer: string): Found {
  const roles = [...new Set(convertedRoles)].join(", ");
  return {
    code: "approverConverted",
    pointer,
    message: `${nameOfPrincipal(principal) ?? id} is to approve activations, and becomes eligible for ${roles} in this plan`,
    principalId: id,
    roleDefinitionId: null,
    count: 1,
    evidence: [{ property: "roles", value: roles }],
  };
}
