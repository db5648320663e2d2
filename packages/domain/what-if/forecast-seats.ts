import { DECIDING_ROLES } from "../builtin-roles.ts";
import type { EndState } from "../end-state.ts";
import type { TenantFacts } from "../inventory.ts";
import { Membership } from "../membership.ts";
import { activationNeeds, type Approver } from "../role-settings.ts";

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
  readonly #membership: Membership;
  /** Who could be met again. */
  readonly #known: ReadonlySet<string>;
  readonly #holders = new Set<string>();
  readonly #defaultApprovers = new Set<string>();
  /** Roles that somebody will be eligible for. */
  readonly #eligibleRoleIds = new Set<string>();
  readonly #holdingGroups = new Set<string>();
  readonly #defaultApproverGroups = new Set<string>();
  #otherHolderCount = 0;
  #otherDefaultApproverCount = 0;
  #guestCount = 0;

  constructor(facts: TenantFacts) {
    this.#facts = facts;
    this.#membership = new Membership(facts);
    this.#known = new Set([
      ...facts.groupMembers.flatMap(({ userIds }) => userIds),
      ...facts.roleSettings.flatMap((settings) =>
        (activationNeeds(settings).approvers ?? []).map(({ id }) => id),
      ),
    ]);
  }

  observe(end: EndState): void {
    const { principalId, principal } = end;
    const type = principal?.type;
    const holds = isEligibleOrTimeBound(end);
    const approves = isDefaultApprover(end);
    for (const { roleDefinitionId } of end.eligible) this.#eligibleRoleIds.add(roleDefinitionId);
    if (type === "group") {
      if (holds) this.#holdingGroups.add(principalId);
      if (approves) this.#defaultApproverGroups.add(principalId);
    }
    if (type !== "user") return;
    if (holds && principal?.userType === "Guest") this.#guestCount += 1;
    if (this.#known.has(principalId)) {
      if (holds) this.#holders.add(principalId);
      if (approves) this.#defaultApprovers.add(principalId);
    } else if (holds) this.#otherHolderCount += 1;
    else if (approves) this.#otherDefaultApproverCount += 1;
  }

  conclude(): SeatForecast {
    const throughGroups = this.#membership.of(this.#holdingGroups);
    const holders = new Set([...this.#holders, ...throughGroups.userIds]);
    const approvers = this.#approvers();
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
  #approvers(): {
    readonly userIds: ReadonlySet<string>;
    readonly unreadGroupIds: ReadonlySet<string>;
    readonly otherCount: number;
  } {
    const lists = this.#facts.roleSettings
      .filter(({ roleDefinitionId }) => this.#eligibleRoleIds.has(roleDefinitionId))
      .map((settings) => activationNeeds(settings).approvers)
      .filter((approvers) => approvers !== null);
    const named: readonly Approver[] = lists.flat();
    // Where nobody is named, active Global and Privileged Role Administrators decide.
    const isByDefault = lists.some((approvers) => approvers.length === 0);
    const groups = named.filter(({ kind }) => kind === "group").map(({ id }) => id);
    const members = this.#membership.of([...groups, ...(isByDefault ? this.#defaultApproverGroups : [])]);
    const users = named.filter(({ kind }) => kind === "user").map(({ id }) => id);
    return {
      userIds: new Set([...users, ...members.userIds, ...(isByDefault ? this.#defaultApprovers : [])]),
      unreadGroupIds: members.unreadGroupIds,
      otherCount: isByDefault ? this.#otherDefaultApproverCount : 0,
    };
  }
}

/** Through whatever row. */
function isEligibleOrTimeBound({ eligibilities, assignments }: EndState): boolean {
  return (
    eligibilities.length > 0 ||
    assignments.some((row) => row.assignmentType === "Assigned" && row.endDateTime !== null)
  );
}

function isDefaultApprover({ assignments }: EndState): boolean {
  return assignments.some(
    ({ roleDefinitionId, directoryScopeId }) =>
      directoryScopeId === "/" && DECIDING_ROLES.includes(roleDefinitionId),
  );
}
