import type { Operation } from "./document.ts";

/** Finds what a document says about a request, by its method and path. */
export interface PathIndex {
  /** The operation, or null; paths are compared in any case, as the service does. */
  find(method: string, path: string): Operation | null;
}

interface Template {
  readonly pattern: RegExp;
  readonly parameterCount: number;
  /** How much of the path is fixed. */
  readonly fixedLength: number;
  readonly operation: Operation;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^$()|[\]\\]/gu, String.raw`\$&`);
}

/** `/groups/{group-id}/members` as a pattern; a parameter is one segment, or a value between quotes. */
function patternOf(path: string): RegExp {
  const parts = path.split(/(?<parameter>\{[^}]+\})/u);
  const source = parts.map((part) => (part.startsWith("{") ? "[^/]+" : escaped(part))).join("");
  return new RegExp(`^${source}/?$`, "iu");
}

/**
 * Makes an index; where a fixed path and one with parameters fit, the fixed one is meant, and of two with as many
 * parameters the one that says more: a function that is called stands where an id may stand.
 */
export function indexPaths(operations: readonly Operation[]): PathIndex {
  const templates: readonly Template[] = operations
    .map((operation) => ({
      operation,
      pattern: patternOf(operation.path),
      parameterCount: operation.path.split("{").length - 1,
      fixedLength: operation.path.replaceAll(/\{[^}]+\}/gu, "").length,
    }))
    .toSorted(
      (one, other) => one.parameterCount - other.parameterCount || other.fixedLength - one.fixedLength,
    );
  return {
    find: (method, path) =>
      templates.find(({ operation, pattern }) => operation.method === method && pattern.test(path))
        ?.operation ?? null,
  };
}
