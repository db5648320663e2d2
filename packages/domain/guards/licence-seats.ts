import { originOf } from "../access.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { lastWaveOf, Membership } from "./approvers.ts";
import { endStateOf } from "./end-state.ts";
import type { Found } from "./guard.ts";

/**
 * People whom PIM needs a licence for when the plan has ended, against the seats that the tenant has: who is eligible or
 * assigned for a time, in person or as a member of a group, and who approves. One seat a person; it need not be assigned
 * (Microsoft Entra ID Governance, "licensing fundamentals").
 */
export class LicenceSeats {
  readonly #context: CompileContext;
  readonly #membership: Membership;
  readonly #approvers: ReadonlySet<string>;
  readonly #members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #eligibleGroups = new Set<string>();
  /** Of approvers and members of groups: those who are counted in person already. */
  readonly #counted = new Set<string>();
  #count = 0;

  constructor(context: CompileContext) {
    this.#context = context;
    this.#membership = new Membership(context.facts);
    this.#members = this.#membership.groupsByUser();
    this.#approvers = approversOf(context);
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    const { principalId, principal } = access;
    const isInPim =
      endStateOf(access, entries).eligible.length > 0 ||
      access.assignments.some((row) => row.memberType === "Direct" && originOf(row) === "pimTimeBound");
    if (!isInPim) return;
    if (principal?.type === "group") this.#eligibleGroups.add(principalId);
    if (principal?.type !== "user") return;
    this.#count += 1;
    if (this.#approvers.has(principalId) || this.#members.has(principalId)) this.#counted.add(principalId);
  }

  conclude(): readonly Found[] {
    const others = new Set([
      ...this.#approvers,
      ...[...this.#eligibleGroups].flatMap((groupId) => [...this.#membership.usersOf(groupId)]),
    ]);
    const people = this.#count + [...others].filter((id) => !this.#counted.has(id)).length;
    const seats = this.#context.facts.licences
      .filter(({ isForPim, isUsable }) => isForPim && isUsable)
      .reduce((sum, { enabledUnits }) => sum + enabledUnits, 0);
    if (people <= seats) return [];
    return [
      {
        code: "licenceSeatsShort",
        pointer: "/spec/selection",
        message: `when the plan has ended, PIM needs a licence for ${people} people, and the tenant has ${seats} seats`,
        principalId: null,
        roleDefinitionId: null,
        count: people - seats,
        evidence: [
          { property: "people", value: String(people) },
          { property: "enabledUnits", value: String(seats) },
        ],
      },
    ];
  }
}

/** Users who are named to approve; the plan's operators need no licence for that. */
function approversOf({ plan, facts }: CompileContext): ReadonlySet<string> {
  const groups = new Set(facts.groupMembers.map(({ id }) => id));
  const operators = new Set(plan.spec.operators?.principals);
  return new Set(
    [...lastWaveOf(plan, facts).principalIds].filter((id) => !groups.has(id) && !operators.has(id)),
  );
}
