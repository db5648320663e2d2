import { ruleTexts, ruleTitle } from "./rule-text.ts";
import type { RuleChange } from "./settings-entry.ts";

/** `Exchange Administrator, activation: duration, from "at most 4 h" to "at most 8 h"`. */
export function changeText(roleName: string, { ruleId, from, to }: Omit<RuleChange, "effect">): string {
  const texts = ruleTexts(from, to);
  return `${roleName}, ${ruleTitle(ruleId)}, from "${texts.from}" to "${texts.to}"`;
}
