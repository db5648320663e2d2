import type { RuleChangeDocument } from "@standdown/contracts";
import { ruleChangeLines } from "../display/settings-lines.ts";
import { counted } from "../display/words.ts";

const NAMES_MAX = 3;

/** What becomes of the settings of one role. */
export type RoleSettingsForecast = {
  readonly roleName: string;
  readonly rules: readonly RuleChangeDocument[];
  readonly kept: readonly RuleChangeDocument[];
};

/**
 * What becomes of the settings of roles: what is loosened first and counted; roles in which the same changes are told
 * together. Nothing where the plan sets none.
 */
export function settingsChangeLines(forecasts: readonly RoleSettingsForecast[]): string[] {
  if (forecasts.length === 0) return [];
  const changed = forecasts.filter(({ rules, kept }) => rules.length + kept.length > 0);
  const alikeCount = forecasts.length - changed.length;
  const loosenedCount = changed.flatMap(({ rules }) => rules.filter(isLoosening)).length;
  const groups = [...Map.groupBy(changed, (forecast) => ruleChangeLines(forecast).join("\n"))];
  const sorted = groups.toSorted(([, a], [, b]) => loosenings(b) - loosenings(a) || b.length - a.length);
  return [
    `settings  of ${counted(forecasts.length, "role")}${alikeCount === 0 ? "" : `, ${alikeCount} of them as the plan wants them already`}`,
    ...(loosenedCount === 0 ? [] : [`          ${counted(loosenedCount, "rule")} LOOSENED`]),
    ...sorted.flatMap(([lines, roles]) => ["", namesText(roles), ...lines.split("\n")]),
  ];
}

function isLoosening({ effect }: RuleChangeDocument): boolean {
  return effect === "loosening";
}

function loosenings(roles: readonly RoleSettingsForecast[]): number {
  return roles[0]?.rules.filter(isLoosening).length ?? 0;
}

function namesText(roles: readonly RoleSettingsForecast[]): string {
  const names = roles.slice(0, NAMES_MAX).map(({ roleName }) => roleName.replaceAll(/\s+/g, " "));
  const moreCount = roles.length - names.length;
  return moreCount === 0 ? names.join(", ") : `${names.join(", ")} and ${counted(moreCount, "other role")}`;
}
