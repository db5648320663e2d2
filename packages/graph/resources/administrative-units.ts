import { Type } from "typebox";
import type { AdministrativeUnit } from "@standdown/domain";
import { Id } from "../reading/fields.ts";
import { withQuery } from "../reading/filter.ts";
import { rowReader } from "../reading/row.ts";

/** Where they are. */
export const ADMINISTRATIVE_UNITS = withQuery("/directory/administrativeUnits", {
  select: ["id", "displayName"],
});

/** Reads one of them. */
export const readUnit = rowReader(
  Type.Object({ id: Id, displayName: Type.String() }),
  ({ id, displayName }): AdministrativeUnit => ({ id, displayName }),
);
