import { Type, type Static } from "typebox";
import { STRICT } from "./fields.ts";

/** How many different people must approve, none of them the plan's author; one where the plan does not say. */
export const RolloutApproval = Type.Object({ minimum: Type.Integer({ minimum: 1, maximum: 10 }) }, STRICT);
export type RolloutApproval = Static<typeof RolloutApproval>;
