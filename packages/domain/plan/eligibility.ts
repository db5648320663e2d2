import { Type, type Static } from "typebox";
import { durationMs } from "../duration.ts";
import type { DocumentProblem } from "../problems.ts";
import { Duration, STRICT } from "./fields.ts";

/** Microsoft takes no shorter assignment (PIM, "how to add a role to a user"). */
const MINIMUM_ASSIGNMENT_MS = 5 * 60_000;

const Expiration = Type.Union([Type.Literal("none"), Type.Object({ afterDuration: Duration }, STRICT)]);

/** How long eligible access lasts. */
export const Eligibility = Type.Object({ expiration: Expiration }, STRICT);
export type Eligibility = Static<typeof Eligibility>;

/** A time that is shorter than Microsoft takes. */
export function eligibilityProblems({ expiration }: Eligibility): DocumentProblem[] {
  if (expiration === "none") return [];
  if ((durationMs(expiration.afterDuration) ?? 0) >= MINIMUM_ASSIGNMENT_MS) return [];
  return [
    {
      pointer: "/spec/eligibility/expiration/afterDuration",
      code: "invalidValue",
      message: "must be at least five minutes",
    },
  ];
}
