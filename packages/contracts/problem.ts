import { REFUSALS, type DocumentProblem, type SheetProblem } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { listOf, namedShape, shape } from "./shape.ts";

/** Refusals that only HTTP knows, in the form of the domain's own. */
const HTTP_REFUSALS = {
  methodNotAllowed: {
    status: 405,
    title: "This method is not possible here",
    advice: "Use one of the methods that the Allow header names.",
  },
  unsupportedMediaType: {
    status: 415,
    title: "The content type is not understood",
    advice: "Send the request with the content type that this address takes; see /openapi.json.",
  },
  tooManyStreams: {
    status: 503,
    title: "Too many live streams are open",
    advice: "Close one, or ask again later.",
  },
  unavailable: {
    status: 503,
    title: "Something that this service needs is out of reach",
    advice: "Repeat the request in a moment; readyz says what is missing.",
  },
} as const;

/** Every problem that an answer can name, by its code. */
export const PROBLEMS = { ...REFUSALS, ...HTTP_REFUSALS } as const;
/** A key of {@link PROBLEMS}. */
export type ProblemCode = keyof typeof PROBLEMS;

/** One mistake in a request. `in` says where `pointer` (RFC 6901) points into. */
export const RequestMistake = shape({
  in: Type.Enum(["body", "query", "headers"]),
  pointer: Type.String(),
  code: Type.String(),
  message: Type.String(),
  row: Type.Optional(
    Type.Integer({ description: "Of a CSV: the row as a spreadsheet numbers it; 1 is the header." }),
  ),
  column: Type.Optional(Type.String({ description: "Of a CSV: the column's name, else its number." })),
});
export type RequestMistake = Static<typeof RequestMistake>;

/** The body of every answer that is not a success (RFC 9457). */
export const Problem = namedShape("Problem", "What went wrong (RFC 9457).", {
  type: Type.String({ description: "Stable: urn:standdown:problem:{code}." }),
  code: Type.Enum(Object.keys(PROBLEMS)),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String({ description: "What happened here, and what can be done." }),
  instance: Type.String({ description: "urn:uuid:{id of the request}, as the log names it." }),
  errors: listOf(RequestMistake),
});
export type Problem = Static<typeof Problem>;

/** The media type of {@link Problem}. */
export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** Builds the body for a code; the table's advice follows the detail. */
export function problemOf(
  code: ProblemCode,
  about: { readonly requestId: string; readonly detail: string; readonly errors?: readonly RequestMistake[] },
): Problem {
  const { status, title, advice } = PROBLEMS[code];
  return {
    type: `urn:standdown:problem:${code}`,
    code,
    title,
    status,
    detail: about.detail === "" ? advice : `${sentence(about.detail)} ${advice}`,
    instance: `urn:uuid:${about.requestId}`,
    errors: about.errors ?? [],
  };
}

/** Mistakes of a document that is a part of a body, with their pointers into the body. */
export function mistakesAt(prefix: string, problems: readonly DocumentProblem[]): RequestMistake[] {
  return problems.map(({ pointer, code, message }) => ({
    in: "body",
    pointer: `${prefix}${pointer}`,
    code,
    message,
  }));
}

/** Mistakes of a CSV that is the body, by row and column. */
export function sheetMistakes(problems: readonly SheetProblem[]): RequestMistake[] {
  return problems.map((problem) => ({ in: "body", pointer: "", ...problem }));
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
