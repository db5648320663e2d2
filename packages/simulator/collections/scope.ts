import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import type { Tenant } from "../state/tenant.ts";
import { expandedObject } from "./directory-rows.ts";

/** The object that a scope names: `/administrativeUnits/{id}`, `/applications/{id}` or `/{id}`; null for the tenant. */
export function scopeObjectId(scopeId: string | null): string | null {
  return (
    /^\/(?:administrativeUnits\/|applications\/)?(?<id>[0-9a-f-]{36})$/iu.exec(scopeId ?? "")?.groups?.[
      "id"
    ] ?? null
  );
}

/** The object behind `directoryScope` or `appScope`. */
export function expandedScope(tenant: Tenant, scopeId: string | null, expand: Expand): Row | null {
  return expandedObject(tenant, scopeObjectId(scopeId), expand);
}
