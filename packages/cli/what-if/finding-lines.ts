import type { FindingDocument } from "@standdown/contracts";

const EXAMPLES_MAX = 2;

/** What the guards warn of: for each kind how many, and the first ones in their own words. */
export function findingLines(
  findings: readonly Pick<FindingDocument, "guard" | "code" | "count" | "message">[],
): string[] {
  const kinds = Map.groupBy(findings, ({ guard, code }) => `${guard}: ${code}`);
  return [...kinds].flatMap(([kind, some]) => {
    const count = some.reduce((sum, finding) => sum + finding.count, 0);
    const examples = some.slice(0, EXAMPLES_MAX).map(({ message }) => `     ${message}`);
    const isMore = some.length > EXAMPLES_MAX;
    return [`${String(count).padStart(4)}  ${kind}`, ...examples, ...(isMore ? ["     …"] : [])];
  });
}
