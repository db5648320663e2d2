import { Type } from "typebox";
import type { DocumentProblem } from "../problems.ts";
import { TEXT_PATTERN } from "./fields.ts";

const PLACEHOLDERS = new Set(["{rollout}", "{wave}", "{change}"]);

/** What every request says, with placeholders. */
export const Justification = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: TEXT_PATTERN,
  description: "May hold {rollout}, {wave} and {change}.",
});

/** Placeholders that there are not. */
export function justificationProblems(justification: string): DocumentProblem[] {
  return (justification.match(/\{[^}]*\}/g) ?? [])
    .filter((placeholder) => !PLACEHOLDERS.has(placeholder))
    .map((placeholder) => ({
      pointer: "/spec/justification",
      code: "unknownPlaceholder",
      message: `there is no placeholder ${placeholder}`,
    }));
}
