import { Type } from "typebox";
import { ObjectId, STRICT } from "./fields.ts";

/** The people who carry out the rollout: they must not be locked out of it by one of its own waves. */
export const Operators = Type.Object(
  { principals: Type.Array(ObjectId, { minItems: 1, maxItems: 1000, uniqueItems: true }) },
  STRICT,
);
