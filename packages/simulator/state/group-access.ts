/**
 * PIM for Groups as PIM for roles: to be a member or an owner of a group is a role like any other, at the whole
 * directory. Its id here is `{groupId}_{member|owner}`, which is what Microsoft's own ids of such rows begin with; the
 * settings of groups are kept per `member` and `owner` in the same way.
 */

/** What one can be in a group; Microsoft's `accessId`. */
export const ACCESS_IDS = ["member", "owner"] as const;

/** One of them. */
export type AccessId = (typeof ACCESS_IDS)[number];

/** What one can be in which group. */
export interface GroupAccess {
  readonly groupId: string;
  readonly accessId: AccessId;
}

/** The id of the role that this access is. */
export function accessRoleId(groupId: string, accessId: AccessId): string {
  return `${groupId}_${accessId}`;
}

/** The access that a role is; null for a directory role. */
export function accessOfRole(roleDefinitionId: string): GroupAccess | null {
  const [groupId = "", word] = roleDefinitionId.split("_");
  const accessId = ACCESS_IDS.find((known) => known === word);
  return accessId === undefined ? null : { groupId, accessId };
}

/** The id of the schedule that a request makes: that of the request; in PIM for Groups with the role before it. */
export function scheduleIdOf(roleDefinitionId: string, requestId: string): string {
  return accessOfRole(roleDefinitionId) === null ? requestId : `${roleDefinitionId}_${requestId}`;
}
