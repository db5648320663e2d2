import type { Membership } from "../membership.ts";
import type { Plan } from "../plan/plan.ts";
import type { RoleNeeds } from "./role-needs.ts";

/** Who must keep standing access until the last wave. */
export type LastWave = {
  /**
   * The plan's operators, and whoever is named to approve activations, with the groups through which they are named or
   * may hold what they work with.
   */
  readonly principalIds: ReadonlySet<string>;
  /** Somewhere nobody is named to approve, so that active Global and Privileged Role Administrators decide. */
  readonly administratorsToo: boolean;
};

/** Tells it from the plan and from what roles ask for, today and when their settings are changed. */
export function lastWaveOf({ spec }: Plan, all: readonly RoleNeeds[], membership: Membership): LastWave {
  const principalIds = new Set(spec.operators?.principals);
  let administratorsToo = false;
  for (const approvers of all.flatMap((needs) =>
    needs.rolesWithApproval().map((roleId) => needs.approversOf(roleId) ?? []),
  )) {
    if (approvers.length === 0) administratorsToo = true;
    for (const { kind, id } of approvers) {
      principalIds.add(id);
      if (kind === "group") for (const userId of membership.usersOf(id)) principalIds.add(userId);
    }
  }
  const groupIds = [...principalIds].flatMap((id) => [...(membership.groupsByUser.get(id) ?? [])]);
  return { principalIds: new Set([...principalIds, ...groupIds]), administratorsToo };
}
