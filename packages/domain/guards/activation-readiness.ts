import type { CompileContext } from "../compile/compile-context.ts";
import type { EndState } from "../end-state.ts";
import { isConverted, type ManifestEntry } from "../manifest.ts";
import type { Membership } from "../membership.ts";
import { nameOfPrincipal } from "../principal.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { FirstOfKind, type Found, type Guard } from "./guard.ts";
import { LicenceSeats } from "./licence-seats.ts";
import { LACKS, lacksToActivate, type Lack } from "./readiness.ts";
import type { RoleNeeds } from "./role-needs.ts";

const POINTER = "/spec/guards/activationReadiness";

/** A group whose access becomes eligible, with the roles that its members would have to activate. */
type MovedGroup = { readonly name: string; readonly roles: ReadonlyMap<string, string> };

type MemberLacks = {
  readonly name: string;
  readonly withMfa: readonly Lack[];
  readonly without: readonly Lack[];
};

/** Whoever becomes eligible must be able to activate: authentication, invitation, licence. Unknown is not ready. */
export class ActivationReadiness implements Guard {
  readonly #needs: RoleNeeds;
  readonly #membership: Membership;
  readonly #members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #seats: LicenceSeats;
  readonly #found = new FirstOfKind();
  readonly #movedGroups = new Map<string, MovedGroup>();
  /** Of the members of groups, but for those whom the directory does not know: what they lack where multifactor authentication is asked for, and where it is not. */
  readonly #lacksOfMembers = new Map<string, MemberLacks>();

  constructor(context: CompileContext) {
    this.#needs = context.needs;
    this.#membership = context.membership;
    this.#members = this.#membership.groupsByUser;
    this.#seats = new LicenceSeats(context);
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void {
    const { principalId, principal } = access;
    this.#seats.observe(end);
    if (this.#members.has(principalId)) {
      this.#lacksOfMembers.set(principalId, {
        name: nameOfPrincipal(principal) ?? principalId,
        withMfa: lacksToActivate(access, true),
        without: lacksToActivate(access, false),
      });
    }
    const converted = entries.filter(isConverted);
    const [first] = converted;
    if (first === undefined) return;
    const { principalName } = first.beforeImage;
    const roles = new Map(
      converted.map(({ key, beforeImage }) => [key.roleDefinitionId, beforeImage.roleName]),
    );
    if (principal?.type === "group") this.#movedGroups.set(principalId, { name: principalName, roles });
    if (principal?.type !== "user") return;
    this.#tell(principalId, principalName, roles, (asksForMfa) => lacksToActivate(access, asksForMfa));
  }

  conclude(): readonly Found[] {
    for (const [groupId, group] of this.#movedGroups) this.#observeMembers(groupId, group);
    return [...this.#found.conclude(), ...this.#seats.conclude()];
  }

  #observeMembers(groupId: string, { name, roles }: MovedGroup): void {
    const { userIds, unreadGroupIds } = this.#membership.of([groupId]);
    for (const userId of userIds) {
      const lacks = this.#lacksOfMembers.get(userId);
      if (lacks === undefined) continue;
      this.#tell(userId, `${lacks.name} of ${name}`, roles, (asks) => (asks ? lacks.withMfa : lacks.without));
    }
    if (unreadGroupIds.size === 0) return;
    this.#found.add({
      code: "membersUnknown",
      pointer: POINTER,
      message: `the members of ${name} would have to activate ${[...roles.values()].join(", ")}, and nobody knows who they are`,
      principalId: groupId,
      roleDefinitionId: null,
      count: 1,
      evidence: [],
    });
  }

  /** One finding for each thing that somebody lacks, for all roles together. */
  #tell(
    principalId: string,
    name: string,
    roles: ReadonlyMap<string, string>,
    lacksOf: (asksForMfa: boolean) => readonly Lack[],
  ): void {
    const rolesByLack = new Map<Lack, string[]>();
    for (const [roleId, roleName] of roles) {
      for (const lack of lacksOf(this.#needs.asksForMfa(roleId))) {
        rolesByLack.set(lack, [...(rolesByLack.get(lack) ?? []), roleName]);
      }
    }
    for (const [lack, roleNames] of rolesByLack) {
      this.#found.add({
        code: lack,
        pointer: POINTER,
        message: `${name} becomes eligible for ${roleNames.join(", ")}, but ${LACKS[lack]}`,
        principalId,
        roleDefinitionId: null,
        count: 1,
        evidence: [{ property: "roles", value: roleNames.join(", ") }],
      });
    }
  }
}
