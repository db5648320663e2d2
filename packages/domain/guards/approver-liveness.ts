import type { AccessKey } from "../access.ts";
import { DECIDING_ROLES } from "../builtin-roles.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import type { EndState } from "../end-state.ts";
import type { FINDING_CODES } from "../finding.ts";
import { isConverted, isTaken, type ManifestEntry } from "../manifest.ts";
import type { Membership } from "../membership.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { differingRules } from "../settings/rule-equality.ts";
import type { SettingsPlan } from "../settings/settings-plan.ts";
import type { Found, Guard } from "./guard.ts";
import { isReady } from "./readiness.ts";
import { ReadyMembers } from "./ready-members.ts";
import type { RoleNeeds } from "./role-needs.ts";

/** One approver is enough to go on, two are enough for a holiday: more need not be counted. */
const ENOUGH = 2;

/**
 * A role that asks for approval needs somebody who can approve without activating, first, a role that the same people
 * must approve. Emergency access accounts could always do it and are not there for it.
 */
export class ApproverLiveness implements Guard {
  readonly #context: CompileContext;
  readonly #needs: RoleNeeds;
  readonly #membership: Membership;
  readonly #named: ReadonlySet<string>;
  readonly #members: ReadyMembers;
  /** Of those who are named or in a group: the enabled accounts. Whoever was not found there is none. */
  readonly #enabled = new Set<string>();
  readonly #standing = new Map<string, Set<string>>();
  readonly #eligible = new Map<string, Set<string>>();
  /** Groups, all of them, for nobody knows yet whose members count. */
  readonly #standingGroups = new Map<string, Set<string>>();
  readonly #eligibleGroups = new Map<string, Set<string>>();
  readonly #convertedRoles = new Map<string, string>();
  /** Roles whose approval the plan changes, whether anybody in them is moved or not. */
  readonly #changedRoles: ReadonlySet<string>;
  #areDecidersMoved = false;

  constructor(context: CompileContext) {
    this.#context = context;
    this.#needs = context.needs;
    this.#membership = context.membership;
    this.#members = new ReadyMembers(context.membership);
    this.#named = context.lastWave.principalIds;
    this.#changedRoles = rolesOfChangedApproval(context.settings);
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void {
    const { principalId, principal } = access;
    this.#members.observe(access);
    const matters = this.#named.has(principalId) || this.#membership.groupsByUser.has(principalId);
    if (matters && principal?.type === "user" && principal.accountEnabled === true) {
      this.#enabled.add(principalId);
    }
    for (const { key, beforeImage } of entries.filter(isConverted)) {
      this.#convertedRoles.set(key.roleDefinitionId, beforeImage.roleName);
    }
    if (entries.some((entry) => isTaken(entry) && DECIDING_ROLES.includes(entry.key.roleDefinitionId))) {
      this.#areDecidersMoved = true;
    }
    if (!this.#context.emergencyAccess.has(principalId)) this.#observeDecider(access, end);
  }

  #observeDecider(access: PrincipalAccess, { standing, eligible }: EndState): void {
    const { principalId, principal } = access;
    for (const roleId of DECIDING_ROLES) {
      const isOfTenant = (key: AccessKey): boolean =>
        key.roleDefinitionId === roleId && key.directoryScopeId === "/";
      const [isHeld, isEligible] = [standing.some(isOfTenant), eligible.some(isOfTenant)];
      if (principal?.type === "group") {
        if (isHeld) remember(this.#standingGroups, roleId, principalId);
        if (isEligible) remember(this.#eligibleGroups, roleId, principalId);
        continue;
      }
      if (isHeld && principal?.type === "user" && principal.accountEnabled === true) {
        rememberEnough(this.#standing, roleId, principalId);
      }
      if (isEligible && isReady(access, this.#needs.asksForMfa(roleId))) {
        rememberEnough(this.#eligible, roleId, principalId);
      }
    }
  }

  conclude(): readonly Found[] {
    const deciders = this.#deciders();
    return this.#needs.rolesWithApproval().flatMap((roleId): Found[] => {
      const approvers = this.#needs.approversOf(roleId) ?? [];
      const matters = this.#convertedRoles.has(roleId) || this.#changedRoles.has(roleId);
      if (!matters && !(approvers.length === 0 && this.#areDecidersMoved)) return [];
      const live = approvers.length === 0 ? deciders : this.#liveNamed(roleId);
      return this.#tell(roleId, live, approvers.length === 0);
    });
  }

  /** Groups in groups of approvers, whose members no inventory has. */
  #unreadGroups(roleId: string): readonly string[] {
    const groups = (this.#needs.approversOf(roleId) ?? []).filter(({ kind }) => kind === "group");
    return [...this.#membership.of(groups.map(({ id }) => id)).unreadGroupIds].toSorted();
  }

  #liveNamed(roleId: string): ReadonlySet<string> {
    return this.#live(
      (this.#needs.approversOf(roleId) ?? []).flatMap(({ kind, id }) =>
        kind === "group" ? [...this.#membership.usersOf(id)] : [id],
      ),
    );
  }

  #live(userIds: readonly string[]): ReadonlySet<string> {
    return new Set(userIds.filter((id) => this.#enabled.has(id) && !this.#context.emergencyAccess.has(id)));
  }

  /**
   * Whoever decides where nobody is named: active administrators, and those who can become it without asking each
   * other. What can be activated is found step by step, so that a circle is never taken for a way in.
   */
  #deciders(): ReadonlySet<string> {
    const groups = DECIDING_ROLES.flatMap((roleId) => [...(this.#standingGroups.get(roleId) ?? [])]);
    const ids = new Set([
      ...DECIDING_ROLES.flatMap((roleId) => [...(this.#standing.get(roleId) ?? [])]),
      ...this.#live(groups.flatMap((id) => [...this.#membership.usersOf(id)])),
    ]);
    const open = new Set(DECIDING_ROLES);
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const roleId of open) {
        if (!this.#isActivatable(roleId, ids)) continue;
        open.delete(roleId);
        isChanged = true;
        for (const id of this.#activators(roleId)) ids.add(id);
      }
    }
    return ids;
  }

  /** Who is eligible and ready, in person or through a group. */
  #activators(roleId: string): readonly string[] {
    const groupIds = this.#eligibleGroups.get(roleId) ?? [];
    const members = this.#members.of(groupIds, this.#needs.asksForMfa(roleId));
    return [
      ...(this.#eligible.get(roleId) ?? []),
      ...members.filter((id) => !this.#context.emergencyAccess.has(id)),
    ];
  }

  #isActivatable(roleId: string, deciders: ReadonlySet<string>): boolean {
    const approvers = this.#needs.approversOf(roleId);
    if (approvers === null) return true;
    return approvers.length === 0 ? deciders.size > 0 : this.#liveNamed(roleId).size > 0;
  }

  #tell(roleId: string, ids: ReadonlySet<string>, areAdministrators: boolean): Found[] {
    if (ids.size >= ENOUGH) return [];
    const roleName = this.#context.roles.get(roleId)?.displayName ?? roleId;
    const whose = areAdministrators
      ? "nobody is named, so active Global and Privileged Role Administrators decide"
      : "its approvers are named in the role's settings";
    const unread = this.#unreadGroups(roleId);
    const [code, message] = lackOf(ids.size);
    const except =
      unread.length === 0 ? "" : `; who is in ${unread.join(", ")} was not read and is not counted`;
    return [
      {
        code,
        pointer: "/spec/guards/approverLiveness",
        message: `activations of ${roleName} must be approved, ${whose}, and when the plan has ended ${message}${except}`,
        principalId: null,
        roleDefinitionId: roleId,
        count: 1,
        evidence: [{ property: "approvers", value: [...ids].toSorted().join(" ") }],
        ...(code === "noApprover" ? {} : { onlyWarns: true }),
      },
    ];
  }
}

type ApproverLack = (typeof FINDING_CODES.approverLiveness)[number];

function lackOf(liveCount: number): readonly [code: ApproverLack, message: string] {
  return liveCount === 1
    ? ["oneApprover", "only one of them can: that one cannot approve activations of their own"]
    : ["noApprover", "none of them can, or only after an activation that waits for the same people"];
}

function rolesOfChangedApproval({ entries }: SettingsPlan): ReadonlySet<string> {
  const changed = entries.filter(({ before, after }) =>
    differingRules(before, after).some(({ kind }) => kind === "approval"),
  );
  return new Set(changed.map(({ roleDefinitionId }) => roleDefinitionId));
}

function remember(idsByRole: Map<string, Set<string>>, roleId: string, id: string): void {
  idsByRole.set(roleId, (idsByRole.get(roleId) ?? new Set()).add(id));
}

function rememberEnough(idsByRole: Map<string, Set<string>>, roleId: string, id: string): void {
  if ((idsByRole.get(roleId)?.size ?? 0) < ENOUGH) remember(idsByRole, roleId, id);
}
