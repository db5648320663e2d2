import { Type, type Static } from "typebox";
import { EXACTLY_ONE, STRICT } from "./fields.ts";

const Tolerance = Type.Object(
  {
    count: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  },
  { ...EXACTLY_ONE, description: "Percent is of the rows that were approved, rounded down." },
);
/** How many rows may differ between what was approved and what the tenant is at the start. */
export type DriftTolerance = Static<typeof Tolerance>;

/** What may have changed in the tenant between approval and start; nothing where the plan does not say. */
export const Drift = Type.Object({ tolerance: Tolerance }, STRICT);
