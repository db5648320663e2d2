import type { GroupMembers } from "../tenant-settings.ts";

/** True when an application is in the group, also through groups in it, as far as their members were read. */
export function hasApplications(groupId: string, groups: ReadonlyMap<string, GroupMembers>): boolean {
  const seen = new Set([groupId]);
  for (const id of seen) {
    const group = groups.get(id);
    if (group === undefined) continue;
    if (group.servicePrincipalIds.length > 0) return true;
    for (const nested of group.groupIds) seen.add(nested);
  }
  return false;
}
