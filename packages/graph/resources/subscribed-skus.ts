import { Type } from "typebox";
import type { Licence } from "@standdown/domain";
import { absentOrNull, Id } from "../reading/fields.ts";
import { rowReader } from "../reading/row.ts";
import { isForPim } from "./service-plans.ts";

/** Where the tenant's licences are. */
export const SUBSCRIBED_SKUS = "/subscribedSkus";

/** In force, or in the weeks of grace after its end. */
const IN_FORCE: ReadonlySet<string> = new Set(["enabled", "warning"]);
const UNITS = absentOrNull(Type.Integer({ minimum: 0 }));

/** Reads one of them. Seats in the weeks of grace can be used like enabled ones, so both count. */
export const readLicence = rowReader(
  Type.Object({
    id: Id,
    skuPartNumber: Type.String(),
    capabilityStatus: Type.String(),
    consumedUnits: UNITS,
    prepaidUnits: Type.Object({ enabled: UNITS, warning: UNITS }),
    servicePlans: Type.Array(Type.Object({ servicePlanId: Type.String() })),
  }),
  (sku): Licence => ({
    id: sku.id,
    skuPartNumber: sku.skuPartNumber,
    isForPim: sku.servicePlans.some(({ servicePlanId }) => isForPim(servicePlanId)),
    isUsable: IN_FORCE.has(sku.capabilityStatus.toLowerCase()),
    enabledUnits: (sku.prepaidUnits.enabled ?? 0) + (sku.prepaidUnits.warning ?? 0),
    consumedUnits: sku.consumedUnits ?? 0,
  }),
);
