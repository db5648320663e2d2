import type { EligibilityTerm } from "./conversion.ts";
import type { Disposition } from "./disposition.ts";

/** What carrying a disposition out does. `writeCount`: requests that are sent for it, retries not counted. */
export type DispositionEffect = {
  readonly writeCount: number;
  readonly endsStanding: boolean;
  readonly givesEligibility: boolean;
};

const NOTHING: DispositionEffect = { writeCount: 0, endsStanding: false, givesEligibility: false };

/** Tells it. A conversion is two requests: one grants, one removes; taking away is one. */
export function effectOf(disposition: Disposition): DispositionEffect {
  switch (disposition) {
    case "convert":
      return { writeCount: 2, endsStanding: true, givesEligibility: true };
    case "remove":
      return { writeCount: 1, endsStanding: true, givesEligibility: false };
    case "keep":
    case "exclude":
    case "review":
      return NOTHING;
  }
}

/** What somebody has afterwards, in words: `eligible`, `eligible for 365 days`, `as it is`. */
export function becomes(disposition: Disposition, term: EligibilityTerm): string {
  if (!effectOf(disposition).endsStanding) return "as it is";
  if (!effectOf(disposition).givesEligibility) return "no access";
  return term.type === "none" ? "eligible" : `eligible for ${termText(term.durationMs)}`;
}

const DAY_MS = 24 * 60 * 60 * 1000;

function termText(durationMs: number): string {
  const days = durationMs / DAY_MS;
  if (days >= 1) return `${Number(days.toFixed(1))} days`;
  return `${Number((durationMs / 60_000).toFixed(1))} minutes`;
}
