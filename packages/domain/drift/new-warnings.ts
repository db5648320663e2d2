import type { Finding } from "../finding.ts";
import { SHOWN_MAX } from "../guards/guard.ts";

/**
 * Warnings that nobody has signed: the tenant gives rise to them now, and did not when the manifest was approved. One
 * about somebody whose access is not as approved either is a part of that difference, and is not counted again. Nor is a
 * wave that has become empty: people keep their waves, so whoever was in it is counted.
 */
export class NewWarnings {
  readonly #principals: Set<string | null>;
  readonly #warnings: readonly Finding[];

  /** `approved` are those of the manifest, `current` those of the tenant as it is now. */
  constructor(approved: readonly Finding[], current: readonly Finding[]) {
    const signed = new Set(approved.map(subjectOf));
    const [before, now] = [countsOf(approved), countsOf(current)];
    // Of many of a kind the last ones were signed as a number: whoever is listed in their place is new only if it grew.
    const isSignedAsNumber = (kind: string): boolean =>
      (before.get(kind) ?? 0) > SHOWN_MAX && (now.get(kind) ?? 0) <= (before.get(kind) ?? 0);
    this.#warnings = current.filter(
      (finding) =>
        finding.guard !== "emptyWave" &&
        !signed.has(subjectOf(finding)) &&
        !isSignedAsNumber(kindOf(finding)),
    );
    this.#principals = new Set(this.#warnings.map(({ principalId }) => principalId));
  }

  /** Takes somebody whose access is not as it was approved. */
  observe(principalId: string): void {
    this.#principals.delete(principalId);
  }

  count(): number {
    return this.#warnings.filter(({ principalId }) => this.#principals.has(principalId)).length;
  }
}

function kindOf({ guard, code }: Finding): string {
  return `${guard} ${code}`;
}

/** How many there are of each kind. */
function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    counts.set(kindOf(finding), (counts.get(kindOf(finding)) ?? 0) + finding.count);
  }
  return counts;
}

/** What a finding is about. How many it stands for changes with every assignment that comes or goes. */
function subjectOf({ guard, code, pointer, principalId, roleDefinitionId, evidence }: Finding): string {
  const policyId = evidence.find(({ property }) => property === "conditionalAccessPolicyId")?.value;
  return JSON.stringify([guard, code, pointer, principalId, roleDefinitionId, policyId]);
}
