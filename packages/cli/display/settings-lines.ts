import { styleText } from "node:util";
import type { RoleSettingsChangeDocument, RuleChangeDocument } from "@standdown/contracts";
import {
  RULE_IDS,
  ruleTexts,
  ruleTitle,
  SETTINGS_STATES,
  type RuleEffect,
  type SettingsState,
} from "@standdown/domain";
import { counted, WAIT_WORDS } from "./words.ts";

const EFFECT_WORDS: Readonly<Record<RuleEffect, string>> = {
  tightening: "tightens",
  // Loud without colours as well.
  loosening: "LOOSENS",
  neutral: "changes",
};
const EFFECT_WIDTH = 8;
const TITLE_WIDTH = Math.max(...RULE_IDS.map((id) => ruleTitle(id).length));

/** The settings of one role as a rollout has changed them so far. */
type Change = RoleSettingsChangeDocument;

/** How the settings of a role stand, in a few lines: each rule that changes or is kept, and what is in the way. */
export function settingsLines(change: Change): string[] {
  return [
    `${oneLine(change.roleName)}  ${settingsStateText(change)}`,
    ...ruleChangeLines(change),
    ...troubleLines(change),
  ];
}

/** The rules of one role that become other ones, and those that are kept since the tenant is stricter. */
export function ruleChangeLines({
  rules,
  kept,
}: {
  readonly rules: readonly RuleChangeDocument[];
  readonly kept: readonly RuleChangeDocument[];
}): string[] {
  return [
    ...rules.map(({ ruleId, from, to, effect }) => {
      const texts = ruleTexts(from, to);
      return ruleLine(EFFECT_WORDS[effect], ruleId, `${texts.from} -> ${texts.to}`);
    }),
    ...kept.map(({ ruleId, from, to }) => {
      const texts = ruleTexts(from, to);
      return ruleLine("kept", ruleId, `${texts.from}, which is stricter than ${texts.to}`);
    }),
  ];
}

/** Of all roles: how many stand how, and whatever a person must look at; nothing where no settings are changed. */
export function settingsSummaryLines(changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const counts = SETTINGS_STATES.map((state) => {
    const count = changes.filter((change) => change.state === state).length;
    return count === 0 ? null : `${count} ${state}`;
  }).filter((text) => text !== null);
  return [
    `settings  ${counted(changes.length, "role")}: ${counts.join(", ")}`,
    ...changes
      .filter(isTrouble)
      .flatMap((change) => [
        `          ${oneLine(change.roleName)}  ${settingsStateText(change)}`,
        ...troubleLines(change).map((line) => `          ${line}`),
      ]),
  ];
}

const NEEDS_A_PERSON: ReadonlySet<SettingsState> = new Set(["failed", "quarantined"]);

function isTrouble({ state, conflicts }: Change): boolean {
  return NEEDS_A_PERSON.has(state) || conflicts.length > 0;
}

function settingsStateText(change: Change): string {
  const { state, direction, outcomeCode, outcomeDetail, wait, isMuted } = change;
  const because = [outcomeCode, outcomeDetail].filter((text) => text !== null).map(oneLine);
  return [
    `${state}${direction === "back" && state === "changing" ? " (back)" : ""}`,
    ...(because.length === 0 ? [] : [because.join(": ")]),
    ...(wait === null ? [] : [`waits for ${WAIT_WORDS[wait.reason]} until ${wait.until}`]),
    ...(isMuted ? ["mails about assignments are muted"] : []),
  ].join(", ");
}

function troubleLines({ state, conflicts, write }: Change): string[] {
  const problem = NEEDS_A_PERSON.has(state) ? (write?.problem ?? null) : null;
  return [
    ...(problem === null
      ? []
      : [`  ${"problem".padEnd(EFFECT_WIDTH)}  ${oneLine(`${problem.code}: ${problem.message}`)}`]),
    ...conflicts.map(({ ruleId, expected, found }) => {
      const texts = ruleTexts(expected, found);
      return ruleLine("conflict", ruleId, `${texts.to}, where ${texts.from} was expected`);
    }),
  ];
}

function ruleLine(what: string, id: RuleChangeDocument["ruleId"], text: string): string {
  const head = what.padEnd(EFFECT_WIDTH);
  const loud = what === EFFECT_WORDS.loosening ? styleText(["bold", "red"], head) : head;
  return `  ${loud}  ${ruleTitle(id).padEnd(TITLE_WIDTH)}  ${oneLine(text)}`;
}

/** A name of the tenant never makes a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
