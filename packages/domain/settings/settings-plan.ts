import { FirstOfKind, type Found } from "../guards/guard.ts";
import type { RoleDefinition, TenantFacts } from "../inventory.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlanRoleSettings } from "../plan/role-settings.ts";
import type { DocumentProblem } from "../problems.ts";
import { RULE_IDS, type RoleRule, type RoleSettings } from "../role-settings.ts";
import { changeText } from "./change-text.ts";
import { applyTemplate } from "./apply-template.ts";
import { differingRules } from "./rule-equality.ts";
import { ruleTitle } from "./rule-text.ts";
import type { RuleChange, SettingsEntry } from "./settings-entry.ts";
import { ruleChanges, stricterOf } from "./strictness.ts";
import { pointerOf, takersOf, type Takers } from "./taken-by.ts";
import { inherit, resolveTemplate } from "./template.ts";

/** What becomes of the settings of roles under a plan, before anybody is looked at. */
export type SettingsPlan = {
  /** One for each role that the plan assigns a template, in the order of their ids; each in the first wave. */
  readonly entries: readonly SettingsEntry[];
  /** Roles that are taken among others and have no settings, with the place: a mistake where somebody is moved. */
  readonly withoutSettings: ReadonlyMap<string, string>;
  readonly problems: readonly DocumentProblem[];
  readonly findings: readonly Found[];
};

/** The rules of a role in their one order; null where not all of them are known. */
export function wholeRules(settings: RoleSettings | undefined): readonly RoleRule[] | null {
  const rules = RULE_IDS.flatMap((id) => settings?.rules.find((rule) => rule.id === id) ?? []);
  return rules.length === RULE_IDS.length ? rules : null;
}

/**
 * What the plan's templates make of the settings as they were read. Where several assignments take a role, the one that
 * names it most closely is meant; two that are as close must come to the same.
 */
export function planSettings({ spec }: Plan, facts: TenantFacts): SettingsPlan {
  const entries: SettingsEntry[] = [];
  const withoutSettings = new Map<string, string>();
  const problems: DocumentProblem[] = [];
  const findings = new FirstOfKind();
  const { roleSettings } = spec;
  if (roleSettings === undefined) return { entries, withoutSettings, problems, findings: [] };
  const settingsOf = new Map(facts.roleSettings.map((settings) => [settings.roleDefinitionId, settings]));
  for (const role of facts.roles.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const takers = takersOf(role, roleSettings);
    const [place] = takers.places;
    if (place === undefined) continue;
    const settings = settingsOf.get(role.id);
    const before = wholeRules(settings);
    if (settings === undefined || before === null) {
      if (takers.areNaming) problems.push(settingsUnknown(role, pointerOf(place)));
      else withoutSettings.set(role.id, pointerOf(place));
      continue;
    }
    const wanted = wantedRules(place, roleSettings, before);
    problems.push(...ambiguities(role, takers, roleSettings, before));
    const entry = entryOf(role, settings, { before, wanted, place, onConflict: roleSettings.onConflict });
    entries.push(entry);
    if (roleSettings.onConflict === "tightenOnly") continue;
    for (const change of ruleChanges(before, wanted).filter(({ effect }) => effect === "loosening")) {
      if (roleSettings.onConflict === "overwrite") findings.add(loosenedFinding(entry, change));
      else problems.push(loosenedProblem(entry, change));
    }
  }
  return { entries, withoutSettings, problems, findings: findings.conclude() };
}

/** A role of which the inventory does not say the settings. */
export function settingsUnknown(
  { displayName }: Pick<RoleDefinition, "displayName">,
  pointer: string,
): DocumentProblem {
  const message = `the inventory does not have all settings of ${displayName}: it can't be assigned in this tenant, or a new inventory must be read`;
  return { pointer, code: "settingsUnknown", message };
}

function wantedRules(
  place: number,
  { assign, templates }: PlanRoleSettings,
  before: readonly RoleRule[],
): readonly RoleRule[] {
  const assignment = assign[place];
  const resolved = resolveTemplate(assignment?.template ?? "", templates);
  if (!resolved.ok) throw new Error(`the template ${resolved.name} of a checked plan is ${resolved.because}`);
  return applyTemplate(inherit(resolved.settings, assignment?.override ?? {}), before);
}

function ambiguities(
  { displayName }: RoleDefinition,
  { places: [first, ...others] }: Takers,
  roleSettings: PlanRoleSettings,
  before: readonly RoleRule[],
): DocumentProblem[] {
  if (first === undefined) return [];
  const wanted = wantedRules(first, roleSettings, before);
  return others.flatMap((place): DocumentProblem[] => {
    const differing = differingRules(wanted, wantedRules(place, roleSettings, before));
    if (differing.length === 0) return [];
    const what = differing.map(({ id }) => ruleTitle(id)).join(", ");
    const message = `${displayName} is assigned another template at ${pointerOf(first)}, as closely as here, and they differ in ${what}`;
    return [{ pointer: pointerOf(place), code: "settingsAmbiguous", message }];
  });
}

function entryOf(
  { id, displayName }: RoleDefinition,
  { policyId }: RoleSettings,
  {
    before,
    wanted,
    place,
    onConflict,
  }: {
    readonly before: readonly RoleRule[];
    readonly wanted: readonly RoleRule[];
    readonly place: number;
    readonly onConflict: PlanRoleSettings["onConflict"];
  },
): SettingsEntry {
  const after = onConflict === "tightenOnly" ? stricterOf(before, wanted) : wanted;
  const left = new Set(differingRules(after, wanted).map((rule) => rule.id));
  return {
    roleDefinitionId: id,
    roleName: displayName,
    policyId,
    wavePosition: 0,
    pointer: pointerOf(place),
    before,
    after,
    kept: ruleChanges(before, wanted).filter(({ ruleId }) => left.has(ruleId)),
  };
}

function loosenedProblem({ roleName, pointer }: SettingsEntry, change: RuleChange): DocumentProblem {
  const message = `would loosen ${changeText(roleName, change)}: say tightenOnly or overwrite in onConflict where that is meant`;
  return { pointer: pointer ?? "", code: "settingsLoosened", message };
}

function loosenedFinding({ roleDefinitionId, roleName, pointer }: SettingsEntry, change: RuleChange): Found {
  return {
    code: "settingsLoosened",
    pointer: pointer ?? "",
    message: `loosens ${changeText(roleName, change)}`,
    principalId: null,
    roleDefinitionId,
    count: 1,
    evidence: [{ property: "rule", value: change.ruleId }],
  };
}
