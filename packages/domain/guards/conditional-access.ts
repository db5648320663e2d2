import type { AccessKey } from "../access.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import type { EndState } from "../end-state.ts";
import { isConverted, type ManifestEntry } from "../manifest.ts";
import type { Membership } from "../membership.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { ConditionalAccessPolicy } from "../tenant-settings.ts";
import type { Found, Guard } from "./guard.ts";

/** Somebody as a policy sees them while none of the roles that become eligible are active. */
type Subject = {
  readonly userId: string;
  readonly isGuest: boolean;
  readonly groupIds: ReadonlySet<string>;
  readonly keptRoles: ReadonlySet<string>;
};

type Change = "policyStopsApplying" | "policyBeginsToApply";

/**
 * A policy that targets a role applies to those who hold it actively, at the whole tenant and only for built-in roles
 * (conditional access, "users and groups"). Between activations it does not apply any more, and one that leaves the
 * role out does. Whoever is targeted in another way as well is not counted; membership is known of those groups only
 * that hold roles, approve, or are selected by.
 */
export class ConditionalAccess implements Guard {
  readonly #context: CompileContext;
  readonly #membership: Membership;
  readonly #groupsOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #policies: readonly ConditionalAccessPolicy[];
  /** How many people, by change, policy and template id of the role. */
  readonly #counts = new Map<string, number>();

  constructor(context: CompileContext) {
    this.#context = context;
    this.#membership = context.membership;
    this.#groupsOf = this.#membership.groupsByUser;
    this.#policies = context.facts.conditionalAccessPolicies.filter(({ state }) => state === "enabled");
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void {
    if (this.#policies.length === 0) return;
    const movedRoles = this.#templatesOf(entries.filter(isConverted).map(({ key }) => key));
    if (movedRoles.size === 0) return;
    const keptRoles = this.#templatesOf(end.standing);
    for (const subject of this.#subjectsOf(access, keptRoles)) {
      for (const policy of this.#policies) {
        const isIncluded = includes(policy, subject);
        if (excludes(policy, subject)) continue;
        for (const role of movedRoles) {
          if (policy.includeRoles.includes(role) && !isIncluded) {
            this.#count("policyStopsApplying", policy, role);
          }
          if (policy.excludeRoles.includes(role) && isIncluded) {
            this.#count("policyBeginsToApply", policy, role);
          }
        }
      }
    }
  }

  conclude(): readonly Found[] {
    const roleOf = new Map(this.#context.facts.roles.map((role) => [role.templateId ?? role.id, role]));
    return this.#policies.flatMap((policy) =>
      [...new Set([...policy.includeRoles, ...policy.excludeRoles])].flatMap((template) =>
        (["policyStopsApplying", "policyBeginsToApply"] as const).flatMap((change): Found[] => {
          const count = this.#counts.get(nameOf(change, policy, template));
          if (count === undefined) return [];
          const role = roleOf.get(template);
          return [
            foundOf(change, policy, { id: role?.id ?? template, name: role?.displayName ?? template, count }),
          ];
        }),
      ),
    );
  }

  /** Template ids of the built-in roles among these that hold for the whole tenant. */
  #templatesOf(keys: readonly AccessKey[]): ReadonlySet<string> {
    return new Set(
      keys.flatMap(({ roleDefinitionId, directoryScopeId }) => {
        const role = this.#context.roles.get(roleDefinitionId);
        return directoryScopeId === "/" && role?.isBuiltIn === true ? [role.templateId ?? role.id] : [];
      }),
    );
  }

  /** A user, or whoever is in a group; of members nobody looks up what else they hold. */
  #subjectsOf(
    { principalId, principal }: PrincipalAccess,
    keptRoles: ReadonlySet<string>,
  ): readonly Subject[] {
    const groupsOf = (userId: string): ReadonlySet<string> => this.#groupsOf.get(userId) ?? new Set();
    if (principal?.type === "group") {
      return [...this.#membership.usersOf(principalId)].map((userId) => ({
        userId,
        isGuest: false,
        groupIds: groupsOf(userId),
        keptRoles,
      }));
    }
    const isGuest = principal?.userType === "Guest";
    return [{ userId: principalId, isGuest, groupIds: groupsOf(principalId), keptRoles }];
  }

  #count(change: Change, policy: ConditionalAccessPolicy, role: string): void {
    const name = nameOf(change, policy, role);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

function includes(policy: ConditionalAccessPolicy, subject: Subject): boolean {
  return policy.includeUsers.includes("All") || isNamed(policy, "include", subject);
}

function excludes(policy: ConditionalAccessPolicy, subject: Subject): boolean {
  return isNamed(policy, "exclude", subject);
}

function isNamed(policy: ConditionalAccessPolicy, side: "include" | "exclude", subject: Subject): boolean {
  const users = policy[`${side}Users`];
  return (
    users.includes(subject.userId) ||
    (subject.isGuest && users.includes("GuestsOrExternalUsers")) ||
    policy[`${side}Groups`].some((id) => subject.groupIds.has(id)) ||
    policy[`${side}Roles`].some((id) => subject.keptRoles.has(id))
  );
}

function nameOf(change: Change, policy: ConditionalAccessPolicy, role: string): string {
  return `${change} ${policy.id} ${role}`;
}

function foundOf(
  change: Change,
  { id, displayName, grantControls }: ConditionalAccessPolicy,
  role: { readonly id: string; readonly name: string; readonly count: number },
): Found {
  const what = change === "policyStopsApplying" ? "stops applying to" : "begins to apply to";
  return {
    code: change,
    pointer: "/spec/guards/conditionalAccess",
    message: `the conditional access policy "${displayName}" ${what} ${role.count} people whenever they have not activated ${role.name}`,
    principalId: null,
    roleDefinitionId: role.id,
    count: role.count,
    evidence: [
      { property: "conditionalAccessPolicyId", value: id },
      { property: "grantControls", value: grantControls.join(", ") },
    ],
  };
}
