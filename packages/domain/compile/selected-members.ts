import type { Membership } from "../membership.ts";
import type { Plan } from "../plan/plan.ts";
import type { DocumentProblem } from "../problems.ts";
import type { CompileContext } from "./compile-context.ts";

/** The direct members of the groups that the plan's selection names; none of a group that was not read. */
export function directMembers({ spec }: Plan, membership: Membership): ReadonlySet<string> {
  return new Set(
    (spec.selection.principals?.groups ?? []).flatMap((id) => {
      const group = membership.direct(id);
      return group === null ? [] : everybodyIn(group);
    }),
  );
}

/**
 * Who is in each group that a wave of the plan selects, also through groups in it. Null where the inventory does not
 * have all of them.
 */
export function membersOfWaves(
  { spec }: Plan,
  membership: Membership,
): ReadonlyMap<string, ReadonlySet<string> | null> {
  const wanted = spec.waves.flatMap(({ select }) => select?.groups ?? []);
  return new Map(
    wanted.map((id) => {
      const members = membership.of([id]);
      return [id, members.unreadGroupIds.size > 0 ? null : new Set(everybodyIn(members))];
    }),
  );
}

/** Who is in a group must have been read, else its members would be left out, or left to other waves, in silence. */
export function unreadGroupProblems({
  plan,
  membership,
  membersOf: members,
}: CompileContext): DocumentProblem[] {
  const { selection, waves } = plan.spec;
  const inWaves = waves.flatMap(({ select }, wave) =>
    (select?.groups ?? []).map((id, at) => ({
      pointer: `/spec/waves/${wave}/select/groups/${at}`,
      isRead: members.get(id) != null,
      message:
        "the inventory does not say who is a member of this group, or of one in it: let a new one be read",
    })),
  );
  const selected = (selection.principals?.groups ?? []).map((id, at) => ({
    pointer: `/spec/selection/principals/groups/${at}`,
    isRead: membership.direct(id) !== null,
    message: "the inventory does not say who is a member of this group: let a new one be read",
  }));
  return [...selected, ...inWaves]
    .filter(({ isRead }) => !isRead)
    .map(({ pointer, message }) => ({ pointer, code: "groupNotRead", message }));
}

function everybodyIn({
  userIds,
  groupIds,
  servicePrincipalIds,
}: Record<"userIds" | "groupIds" | "servicePrincipalIds", Iterable<string>>): readonly string[] {
  return [...userIds, ...groupIds, ...servicePrincipalIds];
}
