import type { Refusal } from "../refusal.ts";
import { badRequest, refusalOf } from "../refusal.ts";

/** A rule that is not understood: wrong type, wrong or missing parts, a word that is unknown. */
export const INVALID_RULE: Refusal = refusalOf("invalidPolicyRule");

/** A rule that is understood and not allowed: no approval stage, a time outside the limits, no end where one must be. */
export const INVALID_POLICY: Refusal = refusalOf("invalidPolicy");

/** Why an object is not understood that has other properties than these; null when it has none. */
export function strangeProperty(value: object, known: readonly string[]): Refusal | null {
  const strange = Object.keys(value).find((name) => !known.includes(name));
  return strange === undefined ? null : badRequest(`Invalid property '${strange}'.`);
}
