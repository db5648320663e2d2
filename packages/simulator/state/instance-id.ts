import { rowIdStem } from "../ids.ts";
import type { Grant, Side } from "./schedule.ts";
import { scopeObjectId } from "./schedule.ts";
import { isEligibleSide, isOfGroups } from "./sides.ts";
import type { Tenant } from "./tenant.ts";

/** The first row of a principal, role and scope ends in `-1`; those of eligibility in `-e` besides. Of groups: a GUID. */
export function freeInstanceId(tenant: Tenant, side: Side, grant: Grant): string {
  if (isOfGroups(side))
    return `${grant.roleDefinitionId}_${tenant.ids.next(`instance|${side}|${grant.roleDefinitionId}|${grant.principalId}`)}`;
  const scopeId = scopeObjectId(grant.appScopeId ?? grant.directoryScopeId);
  const stem = rowIdStem(grant.roleDefinitionId, grant.principalId, scopeId);
  const suffix = isEligibleSide(side) ? "-e" : "";
  let number = 1;
  while (tenant.schedules.byInstanceId(side, `${stem}-${number}${suffix}`) !== null) number += 1;
  return `${stem}-${number}${suffix}`;
}
