import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import { scopeObjectId } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { expandedObject } from "./directory-rows.ts";

/** The object behind `directoryScope` or `appScope`. */
export function expandedScope(tenant: Tenant, scopeId: string | null, expand: Expand): Row | null {
  return expandedObject(tenant, scopeObjectId(scopeId), expand);
}
