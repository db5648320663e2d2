import { Type, type Static } from "typebox";
import type { DocumentProblem } from "../problems.ts";
import { ObjectId, STRICT, Text } from "./fields.ts";

/** Somebody who is left as they are until a day, with who answers for it. */
export const Exclusion = Type.Object(
  {
    principalId: ObjectId,
    reasonCode: Text,
    owner: Text,
    ticket: Type.Optional(Text),
    expires: Type.String({ format: "date", description: "The last day on which it holds, in UTC." }),
  },
  STRICT,
);
export type Exclusion = Static<typeof Exclusion>;

/** Principals with more than one exclusion. */
export function exclusionProblems(exclusions: readonly Exclusion[]): DocumentProblem[] {
  const seen = new Set<string>();
  return exclusions.flatMap(({ principalId }, index): DocumentProblem[] => {
    const isSecond = seen.has(principalId);
    seen.add(principalId);
    const pointer = `/spec/exclusions/${index}/principalId`;
    return isSecond ? [{ pointer, code: "duplicate", message: "has an exclusion already" }] : [];
  });
}
