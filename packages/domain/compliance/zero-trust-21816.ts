import type { PrincipalAccess } from "../principal-access.ts";
import { isPrivilegedRole } from "../role-tier.ts";
import { resultOf, type ComplianceCheck, type ComplianceResult, type Seen } from "./check.ts";
import { isGlobalAdministrator, type ComplianceContext } from "./compliance-context.ts";
import { nameOfPrincipal, type Principal } from "../principal.ts";
import { Findings } from "./findings.ts";

const PERMANENT_MAX = 2;

/**
 * Looks at the active members of built-in privileged roles at the scope of the whole tenant. A member is standing when
 * PIM has no row of it in the role, or one that is assigned without an end, at whatever scope. In this order: nobody
 * eligible for Global Administrator fails; a standing member of another role, or an application in Global Administrator,
 * fails; more than two permanent Global Administrators, direct or through a group, are to be investigated; else it
 * passes. Declared emergency access accounts make no difference. A standing group is let be when PIM for Groups governs
 * it, which an inventory does not hold: such groups leave the verdict open. Eligible is counted by instances, so that an
 * eligibility that begins later is not seen. Source: microsoft/zerotrustassessment 83a87007, `Test-Assessment.21816.ps1`.
 */
export class ZeroTrust21816 implements ComplianceCheck {
  readonly #context: ComplianceContext;
  readonly #standing: Findings;
  readonly #counts = {
    eligibleGlobalAdministrators: 0,
    eligibleGroupsWithUnknownMembers: 0,
    standingOutsideGlobalAdministrator: 0,
    standingApplicationsInGlobalAdministrator: 0,
    permanentGlobalAdministrators: 0,
    /** More of them, where groups that hold the role are not governed by PIM for Groups. */
    perhapsPermanentGlobalAdministrators: 0,
    groupsPerhapsGoverned: 0,
  };

  constructor(context: ComplianceContext) {
    this.#context = context;
    this.#standing = new Findings(context);
  }

  observe({ access }: Seen): void {
    const { principal } = access;
    // The assessment asks the directory for each of them, and whom it does not know is nowhere listed.
    if (principal === null) return;
    this.#countEligible(access, principal);
    const roleIds = new Set(
      access.roleAssignments
        .filter((row) => row.directoryScopeId === "/" && this.#isSeen(row.roleDefinitionId))
        .map((row) => row.roleDefinitionId),
    );
    for (const roleId of roleIds)
      if (isStandingIn(access, roleId)) this.#countStanding(access, principal, roleId);
  }

  #isSeen(roleDefinitionId: string): boolean {
    const role = this.#context.roles.get(roleDefinitionId);
    return role !== undefined && role.isBuiltIn && isPrivilegedRole(role) === true;
  }

  #countEligible({ eligibilities }: PrincipalAccess, { id, type }: Principal): void {
    for (const row of eligibilities) {
      if (row.memberType !== "Direct" || !isGlobalAdministrator(this.#context, row.roleDefinitionId))
        continue;
      if (type === "user") this.#counts.eligibleGlobalAdministrators += 1;
      if (type !== "group") continue;
      const group = this.#context.groups.get(id);
      if (group === undefined) this.#counts.eligibleGroupsWithUnknownMembers += 1;
      else {
        this.#counts.eligibleGlobalAdministrators +=
          group.userIds.length + group.groupIds.length + group.servicePrincipalIds.length;
      }
    }
  }

  #countStanding(access: PrincipalAccess, principal: Principal, roleDefinitionId: string): void {
    const isGlobal = isGlobalAdministrator(this.#context, roleDefinitionId);
    const row = {
      principalId: access.principalId,
      roleDefinitionId,
      directoryScopeId: "/",
      appScopeId: null,
    };
    const add = (note: string): void =>
      this.#standing.add(row, { note, principalName: nameOfPrincipal(principal) });
    if (principal.type === "group") {
      add("standing group, perhaps governed by PIM for Groups");
      if (isGlobal) this.#countGlobalGroup(principal.id);
      else this.#counts.groupsPerhapsGoverned += 1;
    } else if (isGlobal && principal.type === "user") {
      add("permanent Global Administrator");
      this.#counts.permanentGlobalAdministrators += 1;
    } else {
      add("standing, not managed with PIM");
      if (isGlobal) this.#counts.standingApplicationsInGlobalAdministrator += 1;
      else this.#counts.standingOutsideGlobalAdministrator += 1;
    }
  }

  /** Its users would be permanent Global Administrators; an application among them would fail the check. */
  #countGlobalGroup(groupId: string): void {
    const group = this.#context.groups.get(groupId);
    if (group === undefined || group.servicePrincipalIds.length > 0) this.#counts.groupsPerhapsGoverned += 1;
    else this.#counts.perhapsPermanentGlobalAdministrators += group.userIds.length;
  }

  conclude(): ComplianceResult {
    const { verdict, because } = this.#decide();
    return resultOf("ZTA.21816", verdict, this.#standing.with({ ...this.#counts }), because);
  }

  #decide(): Pick<ComplianceResult, "verdict" | "because"> {
    const counts = this.#counts;
    const notManaged =
      counts.standingOutsideGlobalAdministrator + counts.standingApplicationsInGlobalAdministrator;
    const permanent = counts.permanentGlobalAdministrators;
    if (notManaged > 0) {
      return {
        verdict: "fail",
        because: `${notManaged} standing members of privileged roles are not managed with PIM.`,
      };
    }
    if (counts.eligibleGlobalAdministrators === 0) {
      return counts.eligibleGroupsWithUnknownMembers === 0
        ? { verdict: "fail", because: "Nobody is eligible for Global Administrator now." }
        : {
            verdict: "notDecided",
            because:
              "The inventory does not say who is in the groups that are eligible for Global Administrator.",
          };
    }
    if (counts.groupsPerhapsGoverned > 0) {
      return {
        verdict: "notDecided",
        because: `The inventory does not say whether PIM for Groups governs ${counts.groupsPerhapsGoverned} groups with standing privileged roles.`,
      };
    }
    if (permanent > PERMANENT_MAX) {
      return { verdict: "investigate", because: `${permanent} users are permanent Global Administrators.` };
    }
    const perhaps = counts.perhapsPermanentGlobalAdministrators;
    if (permanent + perhaps > PERMANENT_MAX) {
      return {
        verdict: "notDecided",
        because: `The inventory does not say whether PIM for Groups governs the group that makes ${perhaps} users permanent Global Administrators.`,
      };
    }
    return {
      verdict: "pass",
      because: `Privileged roles are managed with PIM; ${permanent + perhaps} permanent Global Administrators are not too many.`,
    };
  }
}

function isStandingIn({ assignments }: PrincipalAccess, roleDefinitionId: string): boolean {
  const rows = assignments.filter((row) => row.roleDefinitionId === roleDefinitionId);
  return (
    rows.length === 0 || rows.some((row) => row.assignmentType === "Assigned" && row.endDateTime === null)
  );
}
