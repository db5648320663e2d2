import type { TenantFacts } from "../inventory.ts";
import type { Plan } from "../plan/plan.ts";
import type { DocumentProblem } from "../problems.ts";
import type { GroupMembers } from "../tenant-settings.ts";
import type { CompileContext } from "./compile-context.ts";

/**
 * Who is in each group that a wave of the plan selects, also through groups in it. Null where the inventory does not
 * have all of them: it holds the members of those groups that hold a role or approve activations.
 */
export function selectedMembers(
  { spec }: Plan,
  { groupMembers }: Pick<TenantFacts, "groupMembers">,
): ReadonlyMap<string, ReadonlySet<string> | null> {
  const groups = new Map(groupMembers.map((group) => [group.id, group]));
  const wanted = spec.waves.flatMap(({ select }) => select?.groups ?? []);
  return new Map(wanted.map((id) => [id, membersOf(id, groups)]));
}

/** A wave that selects a group whose members nobody knows would leave people to other waves in silence. */
export function unreadGroupProblems({ plan, membersOf: members }: CompileContext): DocumentProblem[] {
  return plan.spec.waves.flatMap(({ select }, wave) =>
    (select?.groups ?? []).flatMap((id, at): DocumentProblem[] =>
      members.get(id) == null
        ? [
            {
              pointer: `/spec/waves/${wave}/select/groups/${at}`,
              code: "membersNotRead",
              message: "only the members of groups that hold a role or approve activations are read",
            },
          ]
        : [],
    ),
  );
}

function membersOf(id: string, groups: ReadonlyMap<string, GroupMembers>): ReadonlySet<string> | null {
  const members = new Set<string>();
  const seen = new Set([id]);
  for (const groupId of seen) {
    const group = groups.get(groupId);
    if (group === undefined) return null;
    for (const member of [...group.userIds, ...group.groupIds, ...group.servicePrincipalIds])
      members.add(member);
    for (const nested of group.groupIds) seen.add(nested);
  }
  return members;
}
