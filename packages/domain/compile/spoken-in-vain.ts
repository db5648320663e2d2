import { FirstOfKind, type Found } from "../guards/guard.ts";
import { keyText } from "../access.ts";
import type { Finding, FindingSource } from "../finding.ts";
import type { ManifestEntry } from "../manifest.ts";
import { keyOfManual, type ManualDisposition } from "../plan/dispositions.ts";
import { excludesAccess, exclusionText, isOver, type Exclusion } from "../plan/exclusions.ts";
import type { CompileContext } from "./compile-context.ts";

/**
 * What a plan says of single people and has no effect: exclusions that are over, exclusions that leave nothing out, and
 * decisions about access that nobody has. Whoever wrote them counts on them, so each is told, and signed.
 */
export class SpokenInVain {
  readonly #plan: CompileContext["plan"]["spec"];
  readonly #now: Date;
  /** Exclusions that hold today, by principal, as long as nothing was seen that they leave out. */
  readonly #idle: Map<string, readonly Exclusion[]>;
  /** Decisions about access that was not seen, by its key. */
  readonly #undecided: Map<string, ManualDisposition>;

  constructor({ plan, now, exclusions, decided }: CompileContext) {
    this.#plan = plan.spec;
    this.#now = now;
    this.#idle = new Map(exclusions);
    this.#undecided = new Map(decided);
  }

  /** Activations are nothing that could be left out or decided about: they come and go, and what is told must not. */
  observe(principalId: string, all: readonly ManifestEntry[]): void {
    const entries = all.filter(({ reason }) => reason !== "activation");
    const idle = this.#idle.get(principalId);
    if (idle !== undefined) {
      const left = idle.filter((exclusion) => !entries.some(({ key }) => excludesAccess(exclusion, key)));
      this.#idle.set(principalId, left);
    }
    for (const { key } of entries) this.#undecided.delete(keyText(key));
  }

  conclude(): readonly Finding[] {
    const idle = new Set([...this.#idle.values()].flat());
    const undecided = new Set(this.#undecided.values());
    const exclusions = new FirstOfKind();
    for (const [at, exclusion] of (this.#plan.exclusions ?? []).entries()) {
      const found = isOver(exclusion, this.#now) ? OVER : idle.has(exclusion) ? LEAVES_NOTHING : null;
      if (found !== null) exclusions.add(ofExclusion(exclusion, at, found));
    }
    const decisions = new FirstOfKind();
    for (const [at, manual] of (this.#plan.dispositions ?? []).entries()) {
      if (undecided.has(manual)) decisions.add(ofDecision(manual, at));
    }
    return [...warned("exclusions", exclusions), ...warned("dispositions", decisions)];
  }
}

const OVER = { code: "exclusionExpired", what: "is over, so what it left out is included again" } as const;
const LEAVES_NOTHING = {
  code: "exclusionOfNothing",
  what: "leaves nothing out: this principal holds nothing that it is about",
} as const;

function ofExclusion(
  exclusion: Exclusion,
  at: number,
  { code, what }: typeof OVER | typeof LEAVES_NOTHING,
): Found {
  const { principalId, roleDefinitionId = null, owner, expires } = exclusion;
  return {
    code,
    pointer: `/spec/exclusions/${at}`,
    message: `the exclusion of ${principalId} (${exclusionText(exclusion)}) ${what}`,
    principalId,
    roleDefinitionId,
    count: 1,
    evidence: [
      { property: "owner", value: owner },
      { property: "expires", value: expires },
    ],
  };
}

function ofDecision(manual: ManualDisposition, at: number): Found {
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = keyOfManual(manual);
  const scope = directoryScopeId ?? appScopeId ?? "";
  return {
    code: "dispositionOfNothing",
    pointer: `/spec/dispositions/${at}`,
    message: `it is decided to ${manual.disposition} what ${principalId} has of role ${roleDefinitionId} at ${scope}, and there is no such assignment`,
    principalId,
    roleDefinitionId,
    count: 1,
    evidence: [{ property: "scope", value: scope }],
  };
}

function warned(guard: FindingSource, found: FirstOfKind): readonly Finding[] {
  return found.conclude().map((each) => ({ guard, severity: "warns", ...each }));
}
