import type { Notifications, Template, TemplateSettings } from "../plan/role-settings.ts";
import { BUILTIN_TEMPLATES } from "./builtin-templates.ts";

/** What a template comes to with all that it inherits, or what is wrong with the name: there is none, or it is a circle. */
export type ResolvedTemplate =
  | { readonly ok: true; readonly settings: TemplateSettings }
  | { readonly ok: false; readonly because: "unknown" | "circle"; readonly name: string };

type Templates = Readonly<Record<string, Template>>;

/** The template of a plan with this name, or a built-in one. */
export function resolveTemplate(name: string, templates: Templates = {}): ResolvedTemplate {
  const chain: Template[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined;) {
    if (seen.has(next)) return { ok: false, because: "circle", name: next };
    seen.add(next);
    const template = templateNamed(next, templates);
    if (template === null) return { ok: false, because: "unknown", name: next };
    chain.unshift(template);
    next = template.extends;
  }
  return { ok: true, settings: chain.reduce<TemplateSettings>((base, over) => inherit(base, over), {}) };
}

/** The plan cannot define what is built in, so it does not matter where it is looked for first. */
function templateNamed(name: string, templates: Templates): Template | null {
  const builtin = BUILTIN_TEMPLATES.find((template) => template.name === name);
  if (builtin !== undefined) return builtin.template;
  return Object.hasOwn(templates, name) ? (templates[name] ?? null) : null;
}

/** Property by property, what `over` says, else what `base` says; a list takes the other's place. */
export function inherit(base: TemplateSettings, { extends: _base, ...over }: Template): TemplateSettings {
  const { eligible, active, activation } = { ...base, ...over };
  return {
    ...(eligible && {
      eligible: { ...base.eligible, ...over.eligible, ...mailsOf(base.eligible, over.eligible) },
    }),
    ...(active && { active: { ...base.active, ...over.active, ...mailsOf(base.active, over.active) } }),
    ...(activation && {
      activation: {
        ...base.activation,
        ...over.activation,
        ...mailsOf(base.activation, over.activation),
        ...((base.activation?.approval ?? over.activation?.approval) && {
          approval: { ...base.activation?.approval, ...over.activation?.approval },
        }),
      },
    }),
  };
}

type Section = { readonly notifications?: Notifications };

function mailsOf(base: Section = {}, over: Section = {}): Section {
  const notifications = inheritNotifications(base.notifications, over.notifications);
  return notifications === undefined ? {} : { notifications };
}

function inheritNotifications(
  base: Notifications | undefined,
  over: Notifications | undefined,
): Notifications | undefined {
  if (base === undefined || over === undefined) return over ?? base;
  const { admin, requestor, approver } = { ...base, ...over };
  return {
    ...(admin && { admin: { ...base.admin, ...over.admin } }),
    ...(requestor && { requestor: { ...base.requestor, ...over.requestor } }),
    ...(approver && { approver: { ...base.approver, ...over.approver } }),
  };
}
