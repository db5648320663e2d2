import { readFileSync } from "node:fs";
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";

/** A plan as it was written: the document, and where in the file each part of it stands. */
export type PlanFile = {
  readonly path: string;
  readonly document: unknown;
  /** The line of what a JSON pointer (RFC 6901) points to, or of what holds it; 1 is the first. */
  readonly lineOf: (pointer: string) => number;
};

/** A file that is no YAML or JSON, with every mistake and its line. */
export class PlanFileError extends Error {
  constructor(path: string, mistakes: readonly string[]) {
    super([`${path} can't be read:`, ...mistakes.map((mistake) => `  ${mistake}`)].join("\n"));
    this.name = "PlanFileError";
  }
}

/**
 * Reads a plan from a YAML or JSON file.
 * @throws PlanFileError where it is neither; the error of the file system where it can't be read.
 */
export function readPlanFile(path: string): PlanFile {
  return parsePlan(path, readFileSync(path, "utf8"));
}

/** The same from text; `path` is for messages. */
export function parsePlan(path: string, text: string): PlanFile {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (parsed.errors.length > 0) {
    throw new PlanFileError(
      path,
      parsed.errors.map(({ pos: [at], message }) => `line ${lines.linePos(at).line}: ${message}`),
    );
  }
  return {
    path,
    document: parsed.toJS(),
    lineOf: (pointer) => lines.linePos(offsetOf(parsed, pointer)).line,
  };
}

/** Goes down the pointer as far as the document does. */
function offsetOf(parsed: Document.Parsed, pointer: string): number {
  let node: unknown = parsed.contents;
  let offset = parsed.contents?.range?.[0] ?? 0;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
      if (!isScalar(pair?.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(name)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}
