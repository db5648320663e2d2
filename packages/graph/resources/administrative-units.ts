import { Type } from "typebox";
import type { AdministrativeUnit, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { Id } from "../reading/fields.ts";
import { withQuery } from "../reading/filter.ts";
import { readPages } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

const readUnit = rowReader(
  Type.Object({ id: Id, displayName: Type.String() }),
  ({ id, displayName }): AdministrativeUnit => ({ id, displayName }),
);

/** `GET /directory/administrativeUnits`, all of them. */
export function listAdministrativeUnits(
  client: GraphClient,
): AsyncGenerator<TenantAnswer<readonly AdministrativeUnit[]>> {
  const target = withQuery("/directory/administrativeUnits", { select: ["id", "displayName"] });
  return readPages(client, target, readUnit);
}
