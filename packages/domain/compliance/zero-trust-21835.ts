import type { AccessKey } from "../access.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { resultOf, type ComplianceCheck, type ComplianceResult, type Seen } from "./check.ts";
import { isGlobalAdministrator, templateIdIn, type ComplianceContext } from "./compliance-context.ts";
import { nameOfPrincipal, type MfaRegistration } from "../principal.ts";
import { Findings } from "./findings.ts";
import { isTargeted } from "./is-targeted.ts";
import { allOf, anyOf, not, type Perhaps } from "./perhaps.ts";
import { hasUnknownMembers } from "./role-view.ts";

const WANTED = 2;

/** Methods of the registration report that are passkeys; certificates are not in that report. */
const PASSKEYS = /^(fido2|passKey)/u;

type Account = { readonly isEmergency: Perhaps; readonly principalName: string | null };

/**
 * Looks for emergency access accounts by itself and does not use the declared ones: users who are permanent Global
 * Administrators (assigned, direct or through a group, at any scope, with or without an end), are not synchronized, have
 * passkeys or certificates as their only methods besides a password, and whom no conditional access policy that is
 * enabled targets. Fewer than two fail, two pass, more are to be investigated. Of methods an inventory has the
 * registration report, in which certificates and disabled accounts are missing: who has no method there is not known.
 * Source: microsoft/zerotrustassessment 83a87007, `Test-Assessment.21835.ps1`.
 */
export class ZeroTrust21835 implements ComplianceCheck {
  readonly #context: ComplianceContext;
  readonly #found: Findings;
  readonly #enabledPolicies: ComplianceContext["conditionalAccessPolicies"];
  /** Members of groups that were seen, in case that a group of theirs holds the role. */
  readonly #members = new Map<string, Account>();
  readonly #throughGroups = new Map<string, AccessKey>();
  #candidateCount = 0;
  #emergencyCount = 0;
  #undecidedCount = 0;
  #groupsNotKnown = 0;

  constructor(context: ComplianceContext) {
    this.#context = context;
    this.#found = new Findings(context);
    this.#enabledPolicies = context.conditionalAccessPolicies.filter(({ state }) => state === "enabled");
  }

  observe({ access, view }: Seen): void {
    if (this.#context.memberIds.has(access.principalId) && access.principal?.type === "user") {
      this.#members.set(access.principalId, this.#accountOf(access));
    }
    for (const row of view) {
      const isWanted =
        row.privilegeType === "Permanent" && isGlobalAdministrator(this.#context, row.roleDefinitionId);
      if (!isWanted) continue;
      if (hasUnknownMembers(this.#context, row)) this.#groupsNotKnown += 1;
      if (row.principalType !== "user") continue;
      if (row.throughGroupId === null) this.#count(row, this.#accountOf(access));
      else this.#throughGroups.set(row.principalId, row);
    }
  }

  #count(row: AccessKey, { isEmergency, principalName }: Account): void {
    this.#candidateCount += 1;
    if (isEmergency === true) {
      this.#emergencyCount += 1;
      this.#found.add(row, { note: "works as an emergency access account", principalName });
    }
    if (isEmergency === null) {
      this.#undecidedCount += 1;
      this.#found.add(row, { note: "may work as an emergency access account", principalName });
    }
  }

  #accountOf(access: PrincipalAccess): Account {
    const { principalId: id, principal, mfaRegistration } = access;
    const roleTemplateIds = new Set(
      access.assignments
        .filter((row) => row.memberType === "Direct" && row.directoryScopeId === "/")
        .map((row) => templateIdIn(this.#context, row.roleDefinitionId)),
    );
    const isEmergency = allOf([
      principal?.onPremisesSyncEnabled !== true,
      hasPhishingResistantMethodsOnly(mfaRegistration),
      not(
        anyOf(
          this.#enabledPolicies.map((policy) => isTargeted(policy, { id, roleTemplateIds }, this.#context)),
        ),
      ),
    ]);
    return { isEmergency, principalName: nameOfPrincipal(principal) };
  }

  conclude(): ComplianceResult {
    for (const [id, row] of this.#throughGroups) {
      this.#count(row, this.#members.get(id) ?? { isEmergency: null, principalName: null });
    }
    this.#throughGroups.clear();
    const { verdict, because } = this.#decide();
    const evidence = this.#found.with({
      permanentGlobalAdministrators: this.#candidateCount,
      emergencyAccessAccounts: this.#emergencyCount,
      notKnown: this.#undecidedCount,
      groupsWithUnknownMembers: this.#groupsNotKnown,
      enabledPolicies: this.#enabledPolicies.length,
    });
    return resultOf("ZTA.21835", verdict, evidence, because);
  }

  #decide(): Pick<ComplianceResult, "verdict" | "because"> {
    const found = this.#emergencyCount;
    const foundText = `${found} permanent Global Administrators are cloud-only, have passkeys or certificates alone, and are targeted by no policy`;
    if (found > WANTED) return { verdict: "investigate", because: `${foundText}: more than two.` };
    const isOpen = this.#groupsNotKnown > 0 || this.#undecidedCount > 0;
    const most = this.#groupsNotKnown > 0 ? Infinity : found + this.#undecidedCount;
    if (most < WANTED) return { verdict: "fail", because: `${foundText}: fewer than two.` };
    if (!isOpen) return { verdict: "pass", because: `${foundText}.` };
    return {
      verdict: "notDecided",
      because: `${foundText}; of ${this.#undecidedCount} more the inventory does not say which methods they have or whether they are in a group that a policy names, and of ${this.#groupsNotKnown} groups not who is in them.`,
    };
  }
}

function hasPhishingResistantMethodsOnly(registration: MfaRegistration | null): Perhaps {
  if (registration === null || registration.methodsRegistered.length === 0) return null;
  return registration.methodsRegistered.every((method) => PASSKEYS.test(method));
}
