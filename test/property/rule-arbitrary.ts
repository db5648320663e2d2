import fc from "fast-check";
import { DISPOSITIONS, type Plan, type RuleCondition, type StrategyRule } from "@standdown/domain";

type Strategy = Plan["spec"]["strategy"];

const flag = fc.boolean();
const some = <const T>(...values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });

/** Conditions of any kind, one to three at a time, so that they hold now and then. */
export const arbitraryCondition: fc.Arbitrary<RuleCondition> = fc
  .record({
    principalTypes: some("user", "group", "servicePrincipal" as const),
    guest: flag,
    synchronized: flag,
    microsoftAccount: flag,
    serviceAccountLike: flag,
    accountEnabled: flag,
    mfaRegistered: flag,
    licensed: flag,
    noSignInForDays: fc.constantFrom(1, 90, 3650),
    departments: some("Sales", "Support"),
    countries: some("Germany", "France"),
    roles: some({ privileged: true }, { privileged: false }, { name: "Role 2" }),
    tiers: some(0, 1, 2 as const),
    scopes: some("directory", "administrativeUnit", "application" as const),
  })
  .chain((all) =>
    fc
      .subarray(Object.entries(all), { minLength: 1, maxLength: 3 })
      .map((picked): RuleCondition => Object.fromEntries(picked)),
  );

/** Rules with names of their own, any number; none that says what no plan may say. */
export const arbitraryRules: fc.Arbitrary<StrategyRule[]> = fc
  .array(fc.record({ when: arbitraryCondition, to: fc.constantFrom(...DISPOSITIONS) }), { maxLength: 6 })
  .map((rules) =>
    rules.map(({ when, to }, at) => {
      const isRefused = to === "convert" && when.principalTypes?.includes("servicePrincipal") === true;
      // The plan's own word; a rule is never awaited.
      // oxlint-disable-next-line unicorn/no-thenable
      return { name: `rule-${at}`, when, then: isRefused ? "keep" : to };
    }),
  );

/** Strategies with any default. */
export const arbitraryStrategy: fc.Arbitrary<Strategy> = fc
  .record({
    default: fc.constantFrom("convert", "convert", "keep", "review" as const),
    rules: arbitraryRules,
  })
  .map(({ rules, ...strategy }) => (rules.length === 0 ? strategy : { ...strategy, rules }));
