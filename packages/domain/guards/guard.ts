import type { EndState } from "../end-state.ts";
import type { Finding, FindingCode } from "../finding.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";

/** What a guard says; how severe it is depends on the plan, but for what never refuses one. */
export type Found = Omit<Finding, "guard" | "severity" | "code"> & {
  readonly code: FindingCode;
  readonly onlyWarns?: true;
};

/**
 * Looks at everybody, one after the other in the order of their ids, with what becomes of what they hold, and says at
 * the end what it found. It remembers what is bounded by roles and by the plan, never everybody.
 */
export interface Guard {
  /** `entries` are in the manifest's order; `end` is what becomes of it all. */
  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void;
  conclude(): readonly Found[];
}

/** How many findings of a kind are told one by one. */
export const SHOWN_MAX = 100;

/** Findings, the first ones of each code one by one and all further ones as a number. */
export class FirstOfKind {
  readonly #shown = new Map<string, Found[]>();
  readonly #hiddenCounts = new Map<string, number>();

  add(found: Found): void {
    const shown = this.#shown.get(found.code) ?? [];
    this.#shown.set(found.code, shown);
    if (shown.length < SHOWN_MAX) shown.push(found);
    else this.#hiddenCounts.set(found.code, (this.#hiddenCounts.get(found.code) ?? 0) + found.count);
  }

  conclude(): readonly Found[] {
    return [...this.#shown].flatMap(([code, shown]): readonly Found[] => {
      const count = this.#hiddenCounts.get(code);
      const [first] = shown;
      if (count === undefined || first === undefined) return shown;
      const message = `${count} more of the same kind are not listed one by one`;
      return [
        ...shown,
        { ...first, message, principalId: null, roleDefinitionId: null, count, evidence: [] },
      ];
    });
  }
}
