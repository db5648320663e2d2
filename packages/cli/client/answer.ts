import type { Problem } from "@standdown/contracts";

/** What a service answered: the value, or the problem (RFC 9457) that it named. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Thrown by {@link valueOf} where a refusal was not expected. */
export class RefusedError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    const mistakes = problem.errors.map(({ pointer, message }) => `\n  ${pointer}: ${message}`);
    super(`${problem.status} ${problem.code}: ${problem.detail}${mistakes.join("")}`);
    this.name = "RefusedError";
    this.problem = problem;
  }
}

/**
 * The value of an answer.
 * @throws RefusedError where the service refused.
 */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new RefusedError(answer.problem);
}
