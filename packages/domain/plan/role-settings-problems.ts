import { durationMs } from "../duration.ts";
import type { DocumentProblem } from "../problems.ts";
import { BUILTIN_PREFIX } from "../settings/builtin-templates.ts";
import { inherit, resolveTemplate } from "../settings/template.ts";
import { NAME_PATTERN, PATTERN_MEANINGS } from "./fields.ts";
import type { PlanRoleSettings, Template, TemplateSettings } from "./role-settings.ts";

/** Microsoft takes no shorter assignment (PIM, "assign roles"); a duration of zero breaks a role's settings. */
const SHORTEST_MS = 5 * 60_000;
const LONGEST_ACTIVATION_MS = 24 * 60 * 60_000;
const TEMPLATES_MAX = 500;
const NAME = new RegExp(NAME_PATTERN, "u");
const TEMPLATES = "/spec/roleSettings/templates";

/** Templates that cannot be resolved or contradict themselves, and durations that no role takes. */
export function roleSettingsProblems({ templates = {}, assign }: PlanRoleSettings): DocumentProblem[] {
  const written = Object.entries(templates);
  return [
    ...(written.length > TEMPLATES_MAX
      ? [{ pointer: TEMPLATES, code: "invalidValue", message: `must be at most ${TEMPLATES_MAX} templates` }]
      : []),
    ...written.flatMap(([name, template]) => templateProblems(name, template, templates)),
    ...assign.flatMap(({ template, override }, at): DocumentProblem[] => {
      const pointer = `/spec/roleSettings/assign/${at}`;
      return [
        ...nameProblems(template, `${pointer}/template`, templates),
        ...(override === undefined ? [] : overrideProblems(template, override, pointer, templates)),
      ];
    }),
  ];
}

type Templates = NonNullable<PlanRoleSettings["templates"]>;

function templateProblems(name: string, template: Template, templates: Templates): DocumentProblem[] {
  const pointer = `${TEMPLATES}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const resolved = resolveTemplate(name, templates);
  return [
    ...templateNameProblems(name, pointer),
    ...(template.extends === undefined
      ? []
      : nameProblems(template.extends, `${pointer}/extends`, templates, [name])),
    ...durationProblems(template, pointer),
    ...(resolved.ok ? contradictions(resolved.settings, `${pointer}/activation`) : []),
  ];
}

function templateNameProblems(name: string, pointer: string): DocumentProblem[] {
  if (name.startsWith(BUILTIN_PREFIX)) {
    const message = `names that begin with "${BUILTIN_PREFIX}" are those of built-in templates`;
    return [{ pointer, code: "reservedName", message }];
  }
  if (NAME.test(name)) return [];
  return [{ pointer, code: "invalidValue", message: PATTERN_MEANINGS[NAME_PATTERN] ?? "is no name" }];
}

/** A circle is told where it is closed, and once: of those who only lead to it, nothing is said. */
function nameProblems(
  name: string,
  pointer: string,
  templates: Templates,
  heirs: readonly string[] = [],
): DocumentProblem[] {
  const resolved = resolveTemplate(name, templates);
  if (resolved.ok) return [];
  if (resolved.because === "unknown") {
    if (resolved.name !== name) return [];
    return [{ pointer, code: "unknownTemplate", message: `there is no template "${name}"` }];
  }
  const isIn = heirs.some((heir) => isAncestor(heir, name, templates));
  return isIn ? [{ pointer, code: "templateCircle", message: `"${name}" inherits from itself` }] : [];
}

/** True when a template inherits from another one, or is it. */
function isAncestor(ancestor: string, name: string, templates: Templates): boolean {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next);) {
    if (next === ancestor) return true;
    seen.add(next);
    next = Object.hasOwn(templates, next) ? templates[next]?.extends : undefined;
  }
  return false;
}

function overrideProblems(
  template: string,
  override: TemplateSettings,
  pointer: string,
  templates: Templates,
): DocumentProblem[] {
  const resolved = resolveTemplate(template, templates);
  return [
    ...durationProblems(override, `${pointer}/override`),
    ...(resolved.ok
      ? contradictions(inherit(resolved.settings, override), `${pointer}/override/activation`)
      : []),
  ];
}

function contradictions({ activation }: TemplateSettings, pointer: string): DocumentProblem[] {
  const { require = [], authenticationContext = "none" } = activation ?? {};
  if (authenticationContext === "none" || !require.includes("MultiFactorAuthentication")) return [];
  const message =
    "asks for multifactor authentication and for an authentication context, inherited or said here: Microsoft takes one of them";
  return [{ pointer, code: "contradiction", message }];
}

function durationProblems(
  { eligible, active, activation }: TemplateSettings,
  pointer: string,
): DocumentProblem[] {
  const told = (section: keyof TemplateSettings, message: string): DocumentProblem => ({
    pointer: `${pointer}/${section}/maximumDuration`,
    code: "invalidValue",
    message,
  });
  const tooShort = "must be at least five minutes";
  return [
    ...(isWrong(eligible?.maximumDuration, isTakenAsAssignment) ? [told("eligible", tooShort)] : []),
    ...(isWrong(active?.maximumDuration, isTakenAsAssignment) ? [told("active", tooShort)] : []),
    ...(isWrong(activation?.maximumDuration, isTakenAsActivation)
      ? [told("activation", "must be from five minutes to 24 hours")]
      : []),
  ];
}

function isWrong(duration: string | undefined, isTaken: (lastsMs: number) => boolean): boolean {
  return duration !== undefined && !isTaken(durationMs(duration) ?? 0);
}

/** Whether an assignment can have this as its longest time, in milliseconds. */
export function isTakenAsAssignment(lastsMs: number): boolean {
  return lastsMs >= SHORTEST_MS;
}

/** Whether an activation can. */
export function isTakenAsActivation(lastsMs: number): boolean {
  return lastsMs >= SHORTEST_MS && lastsMs <= LONGEST_ACTIVATION_MS;
}
