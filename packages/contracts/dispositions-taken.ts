import { Type, type Static } from "typebox";
import { Id, namedShape } from "./shape.ts";

const Count = Type.Integer({ minimum: 0 });

/** What became of a sheet of dispositions: the new rollout, and how many rows say something else than the plan. */
export const DispositionsTaken = namedShape(
  "DispositionsTaken",
  "The rollout that was made of a sheet of dispositions.",
  { rolloutId: Id, inventoryId: Id, changedRowCount: Count, dispositionCount: Count },
);
export type DispositionsTaken = Static<typeof DispositionsTaken>;
