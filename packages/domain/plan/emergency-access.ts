import { Type, type Static } from "typebox";
import type { DocumentProblem } from "../problems.ts";
import { ObjectId, STRICT } from "./fields.ts";

/** Accounts that are never touched, and how many of them must stay standing. */
export const EmergencyAccess = Type.Object(
  {
    principals: Type.Array(ObjectId, { minItems: 2, uniqueItems: true }),
    minimumStanding: Type.Integer({ minimum: 2 }),
  },
  STRICT,
);
export type EmergencyAccess = Static<typeof EmergencyAccess>;

/** A minimum that the declared accounts cannot meet. */
export function emergencyAccessProblems({ principals, minimumStanding }: EmergencyAccess): DocumentProblem[] {
  const declared = principals.length;
  if (minimumStanding <= declared) return [];
  return [
    {
      pointer: "/spec/emergencyAccess/minimumStanding",
      code: "invalidValue",
      message: `only ${declared} emergency access accounts are declared`,
    },
  ];
}
