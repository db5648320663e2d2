import type { DocumentProblem } from "../problems.ts";
import type { RoleRule } from "../role-settings.ts";
import { differingRules } from "./rule-equality.ts";
import { ruleTexts, ruleTitle } from "./rule-text.ts";
import type { SettingsEntry } from "./settings-entry.ts";

/** What another rollout of the tenant, which has not ended, makes of the settings of a role. */
export type HeldSettings = {
  readonly rolloutId: string;
  /** The name of its plan. */
  readonly rolloutName: string;
  readonly roleDefinitionId: string;
  /** Where its plan assigns them. Null: it does not; it mutes mails and wants the settings as they are. */
  readonly pointer: string | null;
  readonly after: readonly RoleRule[];
};

/** Two rollouts that want different settings of a role would each take the other's for somebody's mistake. */
export function heldSettingsProblems(
  entries: readonly SettingsEntry[],
  held: readonly HeldSettings[],
): readonly DocumentProblem[] {
  const heldOf = Map.groupBy(held, ({ roleDefinitionId }) => roleDefinitionId);
  return entries.flatMap((entry) =>
    (heldOf.get(entry.roleDefinitionId) ?? []).flatMap((other): DocumentProblem[] => {
      const differing = differingRules(other.after, entry.after);
      if (differing.length === 0) return [];
      const what = differing.map((rule) => {
        const theirs = other.after.find(({ id }) => id === rule.id) ?? rule;
        const texts = ruleTexts(theirs, rule);
        return `${ruleTitle(rule.id)} ("${texts.from}" there, "${texts.to}" here)`;
      });
      const place =
        other.pointer === null ? "mutes mails about it" : `sets it at ${other.pointer} of its plan`;
      return [
        {
          pointer: entry.pointer ?? "/spec/waves",
          code: "settingsHeldByRollout",
          message: `rollout ${other.rolloutName} (${other.rolloutId}) has not ended and ${place}: the settings of ${entry.roleName} differ in ${what.join(", ")}: wait for it, abort it, or want the same`,
        },
      ];
    }),
  );
}
