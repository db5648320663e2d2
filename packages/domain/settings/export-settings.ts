import { durationMs } from "../duration.ts";
import type { RoleDefinition, TenantFacts } from "../inventory.ts";
import type { PlanRoleSettings, TemplateSettings } from "../plan/role-settings.ts";
import type { RoleSelector } from "../plan/selection.ts";
import { wholeRules } from "./settings-plan.ts";
import { templateOf } from "./template-of.ts";

/** Roles that have the same settings. */
type Alike = { readonly settings: TemplateSettings; readonly roles: RoleDefinition[] };

/**
 * The settings of a tenant's roles as a part of a plan: where it is carried out on the same tenant, nothing changes.
 * Roles with equal settings share a template, which is named after what an activation takes. Built-in roles are named by
 * their templates, which are the same in every tenant; custom roles by their ids.
 */
export function exportSettings({ roles, roleSettings }: TenantFacts): PlanRoleSettings {
  const settingsOf = new Map(roleSettings.map((settings) => [settings.roleDefinitionId, settings]));
  const groups = new Map<string, Alike>();
  for (const role of roles.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const rules = wholeRules(settingsOf.get(role.id));
    if (rules === null) continue;
    const settings = templateOf(rules);
    const key = JSON.stringify(settings);
    const alike = groups.get(key) ?? { settings, roles: [] };
    groups.set(key, alike);
    alike.roles.push(role);
  }
  const names = new Set<string>();
  const templates: NonNullable<PlanRoleSettings["templates"]> = {};
  const assign: PlanRoleSettings["assign"] = [];
  for (const { settings, roles: some } of [...groups.values()].toSorted(byRoleCount)) {
    const template = freeName(nameOf(settings), names);
    names.add(template);
    templates[template] = settings;
    assign.push({ roles: some.map(selectorOf), template });
  }
  return { templates, assign };
}

/** What most roles have comes first. */
function byRoleCount(a: Alike, b: Alike): number {
  return b.roles.length - a.roles.length || ((a.roles[0]?.id ?? "") < (b.roles[0]?.id ?? "") ? -1 : 1);
}

function selectorOf({ id, templateId, isBuiltIn }: RoleDefinition): RoleSelector {
  return isBuiltIn && templateId !== null ? { templateId } : { id };
}

const WORDS = {
  MultiFactorAuthentication: "mfa",
  Justification: "justification",
  Ticketing: "ticket",
} as const;

/** `mfa-justification-approval-8h`. */
function nameOf({ activation }: TemplateSettings): string {
  const { require = [], authenticationContext = "none", approval, maximumDuration } = activation ?? {};
  const minutes = Math.floor((durationMs(maximumDuration ?? "") ?? 0) / 60_000);
  const parts = [
    ...(authenticationContext === "none" ? [] : [authenticationContext]),
    ...require.map((word) => WORDS[word]),
    ...(approval?.required === true ? ["approval"] : []),
    ...(minutes === 0 ? [] : [minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}min`]),
  ];
  return parts.length === 0 ? "nothing" : parts.join("-");
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!taken.has(name)) return name;
  }
}
