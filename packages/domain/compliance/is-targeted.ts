import type { ConditionalAccessPolicy } from "../tenant-settings.ts";
import type { ComplianceContext } from "./compliance-context.ts";
import { allOf, anyOf, not, type Perhaps } from "./perhaps.ts";

/** Who may be targeted: a user, and the template ids of the roles that it holds actively in person. */
export type TargetedAccount = { readonly id: string; readonly roleTemplateIds: ReadonlySet<string> };

/**
 * Whether a conditional access policy includes an account and does not exclude it, by users, groups and roles alone:
 * applications, locations and what is granted are not looked at, so a policy on one application targets, too. Not known
 * where it hangs on a group whose members the inventory does not hold.
 * Source: microsoft/zerotrustassessment 83a87007, `Test-Assessment.21835.ps1`.
 */
export function isTargeted(
  policy: ConditionalAccessPolicy,
  account: TargetedAccount,
  context: ComplianceContext,
): Perhaps {
  const matches = (users: readonly string[], groups: readonly string[], roles: readonly string[]): Perhaps =>
    anyOf([
      users.includes("All") || users.includes(account.id),
      roles.some((id) => account.roleTemplateIds.has(id)),
      ...groups.map((id) => isMember(id, account.id, context)),
    ]);
  return allOf([
    matches(policy.includeUsers, policy.includeGroups, policy.includeRoles),
    not(matches(policy.excludeUsers, policy.excludeGroups, policy.excludeRoles)),
  ]);
}

/** Membership through any number of groups. */
function isMember(
  groupId: string,
  userId: string,
  context: ComplianceContext,
  above: readonly string[] = [],
): Perhaps {
  if (above.includes(groupId)) return false;
  const group = context.groups.get(groupId);
  if (group === undefined) return null;
  if (group.userIds.includes(userId)) return true;
  return anyOf(group.groupIds.map((id) => isMember(id, userId, context, [...above, groupId])));
}
