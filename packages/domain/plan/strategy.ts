import { Type, type Static } from "typebox";
import { DISPOSITIONS } from "../disposition.ts";
import type { DocumentProblem } from "../problems.ts";
import { Name, STRICT, Text } from "./fields.ts";
import { RoleSelector, type Selection } from "./selection.ts";

const Flag = Type.Optional(Type.Boolean());
const Texts = Type.Optional(Type.Array(Text, { minItems: 1, uniqueItems: true }));

/**
 * When a rule applies: everything that it names must hold. A fact that is not known makes the assignment `review`. What
 * is asked of accounts holds for users only.
 */
export const RuleCondition = Type.Object(
  {
    principalTypes: Type.Optional(
      Type.Array(Type.Enum(["user", "group", "servicePrincipal"]), {
        minItems: 1,
        uniqueItems: true,
        description: "A rule that removes touches groups and applications only where it names them here.",
      }),
    ),
    guest: Flag,
    synchronized: Flag,
    microsoftAccount: Flag,
    serviceAccountLike: Type.Optional(
      Type.Boolean({ description: "A user account whose name and use look like those of a service." }),
    ),
    accountEnabled: Flag,
    mfaRegistered: Flag,
    licensed: Type.Optional(Type.Boolean({ description: "An assigned plan is enough for PIM." })),
    noSignInForDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3650,
        description: "Since the last sign-in of the account; of one that never signed in, since it was made.",
      }),
    ),
    departments: Texts,
    countries: Texts,
    roles: Type.Optional(Type.Array(RoleSelector, { minItems: 1 })),
    tiers: Type.Optional(Type.Array(Type.Enum([0, 1, 2]), { minItems: 1, uniqueItems: true })),
    scopes: Type.Optional(
      Type.Array(Type.Enum(["directory", "administrativeUnit", "application"]), {
        minItems: 1,
        uniqueItems: true,
      }),
    ),
  },
  { ...STRICT, minProperties: 1 },
);
export type RuleCondition = Static<typeof RuleCondition>;

/** One rule: the first one whose condition holds says what becomes of an assignment. */
export const StrategyRule = Type.Object(
  // The plan's own word; a schema is never awaited.
  // oxlint-disable-next-line unicorn/no-thenable
  { name: Name, when: RuleCondition, then: Type.Enum([...DISPOSITIONS]) },
  STRICT,
);
export type StrategyRule = Static<typeof StrategyRule>;

/** What becomes of what is selected: the first rule that applies, else the default. */
export const Strategy = Type.Object(
  {
    default: Type.Enum(["convert", "keep", "review"]),
    rules: Type.Optional(Type.Array(StrategyRule, { minItems: 1, maxItems: 200 })),
  },
  STRICT,
);
export type Strategy = Static<typeof Strategy>;

/** Rules that share a name, and rules that can never apply to what is selected. */
export function strategyProblems({ rules = [] }: Strategy, selection?: Selection): DocumentProblem[] {
  const selected = selection?.principals?.types;
  const names = new Set<string>();
  return rules.flatMap(({ name, when, then }, index): DocumentProblem[] => {
    const pointer = `/spec/strategy/rules/${index}`;
    const problems: DocumentProblem[] = [];
    if (names.has(name)) {
      problems.push({
        pointer: `${pointer}/name`,
        code: "duplicate",
        message: `another rule is named "${name}"`,
      });
    }
    names.add(name);
    const isForApplications = when.principalTypes?.includes("servicePrincipal") === true;
    if (then === "convert" && isForApplications) {
      problems.push({
        pointer: `${pointer}/then`,
        code: "contradiction",
        message: "an application cannot activate a role, so it cannot become eligible",
      });
    }
    const types = when.principalTypes;
    if (types !== undefined && selected !== undefined && !types.some((type) => selected.includes(type))) {
      problems.push({
        pointer: `${pointer}/when/principalTypes`,
        code: "contradiction",
        message: "the plan selects no principals of these types, so the rule can never apply",
      });
    }
    return problems;
  });
}
