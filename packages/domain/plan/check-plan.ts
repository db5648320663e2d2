import { Compile } from "typebox/compile";
import { Settings } from "typebox/system";
import { Check } from "typebox/value";
import type { TLocalizedValidationError } from "typebox/error";
import type { DocumentProblem } from "../problems.ts";
import { dispositionProblems } from "./dispositions.ts";
import { eligibilityProblems } from "./eligibility.ts";
import { emergencyAccessProblems } from "./emergency-access.ts";
import { exclusionProblems } from "./exclusions.ts";
import { PATTERN_MEANINGS } from "./fields.ts";
import { justificationProblems } from "./justification.ts";
import { PlanSchema, type Plan, type PlanSections } from "./plan.ts";
import { roleSettingsProblems } from "./role-settings-problems.ts";
import { selectionProblems } from "./selection.ts";
import { strategyProblems } from "./strategy.ts";
import { waveProblems } from "./waves.ts";

// Without this only the first eight mistakes of a document would be told.
Settings.Set({ maxErrors: 10_000 });
const validator = Compile(PlanSchema);

/**
 * Either the plan, or every mistake that can be seen without the tenant, each with its JSON pointer. `sections` are
 * those parts of the plan whose shape is right, so that what they name can be looked up all the same.
 */
export type PlanCheck =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[]; readonly sections: PlanSections };

/** Checks a document against the plan's schema and its own rules. Rules are checked wherever the shape allows it. */
export function checkPlan(document: unknown): PlanCheck {
  if (validator.Check(document)) {
    const problems = ruleProblems(document.spec);
    return problems.length === 0
      ? { ok: true, plan: document }
      : { ok: false, problems, sections: document.spec };
  }
  const sections = sectionsOf(document);
  const problems = [...schemaProblems(validator.Errors(document)), ...ruleProblems(sections)];
  return { ok: false, problems, sections };
}

function sectionsOf(document: unknown): PlanSections {
  const spec = isObject(document) ? document["spec"] : undefined;
  if (!isObject(spec)) return {};
  const schemas = PlanSchema.properties.spec.properties;
  return {
    ...(Check(schemas.tenant, spec["tenant"]) && { tenant: spec["tenant"] }),
    ...(Check(schemas.justification, spec["justification"]) && { justification: spec["justification"] }),
    ...(Check(schemas.emergencyAccess, spec["emergencyAccess"]) && {
      emergencyAccess: spec["emergencyAccess"],
    }),
    ...(Check(schemas.selection, spec["selection"]) && { selection: spec["selection"] }),
    ...(Check(schemas.exclusions, spec["exclusions"]) && { exclusions: spec["exclusions"] }),
    ...(Check(schemas.dispositions, spec["dispositions"]) && { dispositions: spec["dispositions"] }),
    ...(Check(schemas.strategy, spec["strategy"]) && { strategy: spec["strategy"] }),
    ...(Check(schemas.eligibility, spec["eligibility"]) && { eligibility: spec["eligibility"] }),
    ...(Check(schemas.roleSettings, spec["roleSettings"]) && { roleSettings: spec["roleSettings"] }),
    ...(Check(schemas.operators, spec["operators"]) && { operators: spec["operators"] }),
    ...(Check(schemas.waves, spec["waves"]) && { waves: spec["waves"] }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
    case "pattern":
      return [
        {
          pointer: at,
          code: "invalidValue",
          message: PATTERN_MEANINGS[String(error.params.pattern)] ?? error.message,
        },
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

/** The rules that a schema cannot say, of every section whose shape is right. */
function ruleProblems(sections: PlanSections): DocumentProblem[] {
  const { waves, emergencyAccess, selection, exclusions, dispositions, strategy } = sections;
  const { justification, eligibility, roleSettings } = sections;
  return [
    ...(waves === undefined ? [] : waveProblems(waves)),
    ...(emergencyAccess === undefined ? [] : emergencyAccessProblems(emergencyAccess)),
    ...(selection === undefined ? [] : selectionProblems(selection)),
    ...(exclusions === undefined ? [] : exclusionProblems(exclusions)),
    ...(dispositions === undefined ? [] : dispositionProblems(dispositions)),
    ...(strategy === undefined ? [] : strategyProblems(strategy, selection)),
    ...(justification === undefined ? [] : justificationProblems(justification)),
    ...(eligibility === undefined ? [] : eligibilityProblems(eligibility)),
    ...(roleSettings === undefined ? [] : roleSettingsProblems(roleSettings)),
  ];
}
