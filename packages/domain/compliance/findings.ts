import type { AccessKey } from "../access.ts";
import type { ComplianceContext } from "./compliance-context.ts";

/** How many rows a check names; of the others it says how many they are. */
export const FINDINGS_MAX = 20;

/** One row that a check counts, with names for people. `note` says what it is counted as. */
export type Finding = AccessKey & {
  readonly principalName: string;
  readonly roleName: string;
  readonly note: string;
};

/** The first findings of a check, and how many there are. */
export class Findings {
  readonly #context: ComplianceContext;
  readonly #first: Finding[] = [];
  #count = 0;

  constructor(context: ComplianceContext) {
    this.#context = context;
  }

  get count(): number {
    return this.#count;
  }

  add(
    row: AccessKey,
    { note, principalName }: { readonly note: string; readonly principalName: string | null },
  ): void {
    this.#count += 1;
    if (this.#first.length >= FINDINGS_MAX) return;
    const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = row;
    this.#first.push({
      principalId,
      roleDefinitionId,
      directoryScopeId,
      appScopeId,
      principalName: principalName ?? principalId,
      roleName: this.#context.roles.get(roleDefinitionId)?.displayName ?? roleDefinitionId,
      note,
    });
  }

  /** The evidence with these counts. */
  with(counts: Readonly<Record<string, number>>): {
    readonly counts: Readonly<Record<string, number>>;
    readonly findingCount: number;
    readonly findings: readonly Finding[];
  } {
    return { counts, findingCount: this.#count, findings: this.#first };
  }
}
