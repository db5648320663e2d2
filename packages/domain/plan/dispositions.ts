import { Type, type Static } from "typebox";
import { keyText, type AccessKey } from "../access.ts";
import { DISPOSITIONS } from "../disposition.ts";
import type { DocumentProblem } from "../problems.ts";
import { ObjectId, STRICT, Text } from "./fields.ts";

/** How many single assignments a plan decides about, at most. */
export const MANUAL_DISPOSITIONS_MAX = 100_000;

/** What a person decided of one assignment: it goes before every rule. */
export const ManualDisposition = Type.Object(
  {
    principalId: ObjectId,
    roleDefinitionId: ObjectId,
    directoryScopeId: Type.Optional(Text),
    appScopeId: Type.Optional(Text),
    disposition: Type.Enum([...DISPOSITIONS]),
    reason: Text,
  },
  STRICT,
);
export type ManualDisposition = Static<typeof ManualDisposition>;

/** The assignment that it is about. */
export function keyOfManual(manual: ManualDisposition): AccessKey {
  const { principalId, roleDefinitionId, directoryScopeId = null, appScopeId = null } = manual;
  return { principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

/** Assignments that are decided twice, and those without exactly one scope. */
export function dispositionProblems(dispositions: readonly ManualDisposition[]): DocumentProblem[] {
  const seen = new Set<string>();
  return dispositions.flatMap((manual, index): DocumentProblem[] => {
    const pointer = `/spec/dispositions/${index}`;
    if ((manual.directoryScopeId === undefined) === (manual.appScopeId === undefined)) {
      const message = "must have exactly one of directoryScopeId and appScopeId";
      return [{ pointer, code: "invalidValue", message }];
    }
    const key = keyText(keyOfManual(manual));
    const isSecond = seen.has(key);
    seen.add(key);
    return isSecond ? [{ pointer, code: "duplicate", message: "this assignment is decided already" }] : [];
  });
}
