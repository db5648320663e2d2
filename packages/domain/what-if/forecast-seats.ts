import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import { effectOf } from "../disposition-effect.ts";
import type { TenantFacts } from "../inventory.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { activationNeeds, type Approver } from "../role-settings.ts";
import { membersOf } from "./members.ts";

const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";

/**
 * Licence seats against the people of the end state. Microsoft counts each user once who is eligible or time-bound, in
 * person or through a group, and each who approves activations; not who only configures PIM, not standing holders, not
 * applications; seats need not be assigned (Microsoft Learn, "licensing-pim").
 */
export type SeatForecast = {
  readonly neededCount: number;
  /** Of them, those who are counted for nothing but approving. */
  readonly approverOnlyCount: number;
  /** Of those who hold access in person: guests, who are licensed in another way. */
  readonly guestCount: number;
  /** Seats of licences with PIM that are usable. */
  readonly seatCount: number;
  readonly missingCount: number;
  /** Groups whose members are not known, so that more people may be needed. */
  readonly unreadGroupCount: number;
};

/**
 * Counts people one after the other. Only those are remembered by name who could be met again through a group or as an
 * approver, which the tenant's facts hold anyway; of all others it keeps a number.
 */
export class SeatFold {
  readonly #facts: TenantFacts;
  /** Who could be met again. */
  readonly #known: ReadonlySet<string>;
  readonly #holders = new Set<string>();
  readonly #defaultApprovers = new Set<string>();
  readonly #holdingGroups = new Set<string>();
  readonly #defaultApproverGroups = new Set<string>();
  #otherHolderCount = 0;
  #otherDefaultApproverCount = 0;
  #guestCount = 0;

  constructor(facts: TenantFacts) {
    this.#facts = facts;
    this.#known = new Set([
      ...facts.groupMembers.flatMap(({ userIds }) => userIds),
      ...facts.roleSettings.flatMap((settings) =>
        (activationNeeds(settings).approvers ?? []).map(({ id }) => id),
      ),
    ]);
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    const type = access.principal?.type;
    const holds = willHold(access, entries);
    const approves = isDefaultApprover(access);
    if (type === "group") {
      if (holds) this.#holdingGroups.add(access.principalId);
      if (approves) this.#defaultApproverGroups.add(access.principalId);
    }
    if (type !== "user") return;
    if (holds && access.principal?.userType === "Guest") this.#guestCount += 1;
    if (this.#known.has(access.principalId)) {
      if (holds) this.#holders.add(access.principalId);
      if (approves) this.#defaultApprovers.add(access.principalId);
    } else if (holds) this.#otherHolderCount += 1;
    else if (approves) this.#otherDefaultApproverCount += 1;
  }

  /** `roleIds`: the roles that somebody will be eligible for. */
  conclude(roleIds: ReadonlySet<string>): SeatForecast {
    const throughGroups = membersOf(this.#holdingGroups, this.#facts.groupMembers);
    const holders = new Set([...this.#holders, ...throughGroups.userIds]);
    const approvers = this.#approversOf(roleIds);
    const approverOnlyCount =
      [...approvers.userIds].filter((id) => !holders.has(id)).length + approvers.otherCount;
    const neededCount = holders.size + this.#otherHolderCount + approverOnlyCount;
    const seatCount = this.#facts.licences
      .filter(({ isForPim, isUsable }) => isForPim && isUsable)
      .reduce((sum, { enabledUnits }) => sum + enabledUnits, 0);
    return {
      neededCount,
      approverOnlyCount,
      guestCount: this.#guestCount,
      seatCount,
      missingCount: Math.max(0, neededCount - seatCount),
      unreadGroupCount: new Set([...throughGroups.unreadGroupIds, ...approvers.unreadGroupIds]).size,
    };
  }

  /** `otherCount`: those of them whom no set holds. */
  #approversOf(roleIds: ReadonlySet<string>): {
    readonly userIds: ReadonlySet<string>;
    readonly unreadGroupIds: ReadonlySet<string>;
    readonly otherCount: number;
  } {
    const lists = this.#facts.roleSettings
      .filter(({ roleDefinitionId }) => roleIds.has(roleDefinitionId))
      .map((settings) => activationNeeds(settings).approvers)
      .filter((approvers) => approvers !== null);
    const named: readonly Approver[] = lists.flat();
    // Where nobody is named, active Global and Privileged Role Administrators decide.
    const isByDefault = lists.some((approvers) => approvers.length === 0);
    const groups = named.filter(({ kind }) => kind === "group").map(({ id }) => id);
    const members = membersOf(
      new Set([...groups, ...(isByDefault ? this.#defaultApproverGroups : [])]),
      this.#facts.groupMembers,
    );
    const users = named.filter(({ kind }) => kind === "user").map(({ id }) => id);
    return {
      userIds: new Set([...users, ...members.userIds, ...(isByDefault ? this.#defaultApprovers : [])]),
      unreadGroupIds: members.unreadGroupIds,
      otherCount: isByDefault ? this.#otherDefaultApproverCount : 0,
    };
  }
}

/** Whether the principal is eligible or time-bound in the end, through whatever row. */
function willHold(
  { eligibilities, assignments }: PrincipalAccess,
  entries: readonly ManifestEntry[],
): boolean {
  return (
    eligibilities.length > 0 ||
    assignments.some((row) => row.assignmentType === "Assigned" && row.endDateTime !== null) ||
    entries.some(({ disposition }) => effectOf(disposition).givesEligibility)
  );
}

function isDefaultApprover({ assignments }: PrincipalAccess): boolean {
  return assignments.some(
    ({ roleDefinitionId, directoryScopeId }) =>
      directoryScopeId === "/" &&
      (roleDefinitionId === GLOBAL_ADMINISTRATOR || roleDefinitionId === PRIVILEGED_ROLE_ADMINISTRATOR),
  );
}
