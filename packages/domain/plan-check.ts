import { Compile } from "typebox/compile";
import { Settings } from "typebox/system";
import type { TLocalizedValidationError } from "typebox/error";
import { durationMs } from "./duration.ts";
import { PlanSchema, type Plan } from "./plan.ts";
import type { DocumentProblem } from "./problems.ts";

// Without this only the first eight mistakes of a document would be told.
Settings.Set({ maxErrors: 10_000 });
const validator = Compile(PlanSchema);

const PLACEHOLDERS = new Set(["{rollout}", "{wave}", "{change}"]);
/** Microsoft takes no shorter assignment (PIM, "how to add a role to a user"). */
const MINIMUM_ASSIGNMENT_MS = 5 * 60_000;

/** Either the plan, or every mistake that can be seen without the tenant, each with its JSON pointer. */
export type PlanCheck =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** Checks a document against the plan's schema and its own rules. Rules are checked where the shape allows it. */
export function checkPlan(document: unknown): PlanCheck {
  if (validator.Check(document)) {
    const problems = ruleProblems(document);
    return problems.length === 0 ? { ok: true, plan: document } : { ok: false, problems };
  }
  return { ok: false, problems: schemaProblems(validator.Errors(document)) };
}

function schemaProblems(errors: readonly TLocalizedValidationError[]): DocumentProblem[] {
  const choices = errors.filter((error) => error.keyword === "anyOf").map((error) => error.schemaPath);
  return errors.filter((error) => !isDetailOfChoice(error, choices)).flatMap(problemsOf);
}

/** A choice that fits no variant is one mistake, not one for each variant. */
function isDetailOfChoice(error: TLocalizedValidationError, choices: readonly string[]): boolean {
  return choices.some((path) => error.schemaPath.startsWith(`${path}/anyOf/`));
}

function problemsOf(error: TLocalizedValidationError): DocumentProblem[] {
  const at = error.instancePath;
  switch (error.keyword) {
    case "boolean": // Told a second time as additionalProperties, at the place of the parent.
      return [];
    case "additionalProperties":
      return error.params.additionalProperties.map((name) => ({
        pointer: `${at}/${escapePointer(name)}`,
        code: "unknownField",
        message: `there is no field "${name}" here`,
      }));
    case "required":
      return error.params.requiredProperties.map((name) => ({
        pointer: `${at}/${escapePointer(name)}`,
        code: "missingField",
        message: "is missing",
      }));
    case "enum":
      return [
        {
          pointer: at,
          code: "invalidValue",
          message: `must be one of ${JSON.stringify(error.params.allowedValues)}`,
        },
      ];
    case "const":
      return [
        {
          pointer: at,
          code: "invalidValue",
          message: `must be ${JSON.stringify(error.params.allowedValue)}`,
        },
      ];
    case "minProperties":
    case "maxProperties":
      return [
        {
          pointer: at,
          code: "invalidValue",
          message: "must have exactly one of the fields that are possible here",
        },
      ];
    case "anyOf":
      return [
        { pointer: at, code: "invalidValue", message: 'must be "none" or an object with afterDuration' },
      ];
    case "type":
      return [{ pointer: at, code: "invalidType", message: error.message }];
    default:
      return [{ pointer: at, code: "invalidValue", message: error.message }];
  }
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function ruleProblems(plan: Plan): DocumentProblem[] {
  return [
    ...waveProblems(plan),
    ...emergencyAccessProblems(plan),
    ...selectionProblems(plan),
    ...textProblems(plan),
  ];
}

function waveProblems({ spec: { waves } }: Plan): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const names = new Set<string>();
  let percent = 0;
  for (const [index, wave] of waves.entries()) {
    const pointer = `/spec/waves/${index}`;
    const isLast = index === waves.length - 1;
    if (names.has(wave.name)) {
      problems.push({
        pointer: `${pointer}/name`,
        code: "duplicate",
        message: `another wave is named "${wave.name}"`,
      });
    }
    names.add(wave.name);
    percent += wave.size.percent ?? 0;
    if (wave.size.remainder && !isLast) {
      problems.push({
        pointer: `${pointer}/size`,
        code: "wavesDoNotAddUp",
        message: "only the last wave can take the remainder",
      });
    }
    if (isLast && !wave.size.remainder) {
      problems.push({
        pointer: `${pointer}/size`,
        code: "wavesDoNotAddUp",
        message: "the last wave must take the remainder, so that nobody is left out",
      });
    }
  }
  if (percent > 100) {
    problems.push({
      pointer: "/spec/waves",
      code: "wavesDoNotAddUp",
      message: `the percentages add up to ${percent}`,
    });
  }
  return problems;
}

function emergencyAccessProblems({ spec: { emergencyAccess } }: Plan): DocumentProblem[] {
  const declared = emergencyAccess.principals.length;
  if (emergencyAccess.minimumStanding <= declared) return [];
  return [
    {
      pointer: "/spec/emergencyAccess/minimumStanding",
      code: "invalidValue",
      message: `only ${declared} emergency access accounts are declared`,
    },
  ];
}

function selectionProblems({ spec }: Plan): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const excluded = new Set(spec.selection.principals?.exclude);
  for (const [index, id] of (spec.selection.principals?.include ?? []).entries()) {
    if (excluded.has(id)) {
      problems.push({
        pointer: `/spec/selection/principals/include/${index}`,
        code: "contradiction",
        message: "is excluded as well",
      });
    }
  }
  const seen = new Set<string>();
  for (const [index, { principalId }] of (spec.exclusions ?? []).entries()) {
    if (seen.has(principalId)) {
      problems.push({
        pointer: `/spec/exclusions/${index}/principalId`,
        code: "duplicate",
        message: "has an exclusion already",
      });
    }
    seen.add(principalId);
  }
  return problems;
}

function textProblems({ spec }: Plan): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  for (const placeholder of spec.justification.match(/\{[^}]*\}/g) ?? []) {
    if (!PLACEHOLDERS.has(placeholder)) {
      problems.push({
        pointer: "/spec/justification",
        code: "unknownPlaceholder",
        message: `there is no placeholder ${placeholder}`,
      });
    }
  }
  const { expiration } = spec.eligibility;
  if (expiration !== "none" && (durationMs(expiration.afterDuration) ?? 0) < MINIMUM_ASSIGNMENT_MS) {
    problems.push({
      pointer: "/spec/eligibility/expiration/afterDuration",
      code: "invalidValue",
      message: "must be at least five minutes",
    });
  }
  return problems;
}
