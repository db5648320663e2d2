import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkPlan,
  compileContext,
  differingRules,
  exportSettings,
  isRefused,
  NO_ROWS,
  ruleChanges,
  type CompileContext,
  type Plan,
  type RoleDefinition,
  type RoleRule,
  type TenantFacts,
} from "@standdown/domain";
import { soundPlan } from "../../packages/domain/testing/sound-plan.ts";
import { settings } from "./settings-arbitrary.ts";
import { uuid } from "./small-ids.ts";
import { isConsistent, ownTemplate, type OwnTemplate } from "./template-arbitrary.ts";

type RoleSettings = NonNullable<Plan["spec"]["roleSettings"]>;

const READER = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
const NOW = new Date("2026-06-01T12:00:00Z");

/** A tenant whose roles have these settings; the first one is built in, the others are custom. */
function tenantOf(rulesByRole: readonly (readonly RoleRule[])[]): TenantFacts {
  const ids = rulesByRole.map((_rules, at) => (at === 0 ? READER : uuid(5, at)));
  const roles = ids.map((id, at): RoleDefinition => ({
    id,
    templateId: at === 0 ? id : null,
    displayName: `Role ${at}`,
    isBuiltIn: at === 0,
    isEnabled: true,
    isPrivileged: null,
  }));
  const roleSettings = rulesByRole.map((rules, at) => {
    const roleDefinitionId = ids[at] ?? "";
    return { id: `s${at}`, policyId: `p${at}`, roleDefinitionId, rules };
  });
  return { ...NO_ROWS, id: "i", tenantId: "t", readAt: NOW.toISOString(), roles, roleSettings };
}

/** What a plan makes of the settings; the plan has no mistake. */
function settingsUnder(roleSettings: RoleSettings, facts: TenantFacts): CompileContext["settings"] {
  const plan = soundPlan({ roleSettings });
  expect(checkPlan(plan)).toEqual({ ok: true, plan });
  return compileContext(plan, facts, { now: NOW, ownAppId: null }).settings;
}

/** The rules of one role after these templates, each of which inherits from the one before it. */
function after(
  chain: readonly OwnTemplate[],
  rules: readonly RoleRule[],
  onConflict: NonNullable<RoleSettings["onConflict"]> = "overwrite",
): readonly RoleRule[] {
  const templates = Object.fromEntries(
    chain.map((template, at) => [`t${at}`, at === 0 ? template : { extends: `t${at - 1}`, ...template }]),
  );
  const assign = [{ roles: [{ id: READER }], template: `t${chain.length - 1}` }];
  const [entry] = settingsUnder({ templates, assign, onConflict }, tenantOf([rules])).entries;
  if (entry === undefined) throw new Error("the role is not in the plan");
  return entry.after;
}

test("a template applied to what it made changes nothing, and it never asks for both ways of showing who it is", () => {
  fc.assert(
    fc.property(ownTemplate, settings, (template, rules) => {
      const once = after([template], rules);
      expect(once).toHaveLength(rules.length);
      expect(isRefused(once)).toBe(false);
      expect(differingRules(once, after([template], once))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/** What one of two ways of showing who it is switches off is said by neither of two templates. */
function isSwitch({ id }: RoleRule): boolean {
  return id === "Enablement_EndUser_Assignment" || id === "AuthenticationContext_EndUser_Assignment";
}

test("what a template says of a thing is what it inherits and says itself: inheriting is applying one after the other", () => {
  fc.assert(
    fc.property(ownTemplate, ownTemplate, settings, (base, over, rules) => {
      const both = { ...base.activation, ...over.activation };
      fc.pre(isConsistent({ activation: both }));
      const inherited = after([base, over], rules);
      const inTurn = after([over], after([base], rules));
      expect(differingRules(inTurn, inherited).filter((rule) => !isSwitch(rule))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a template that inherits and says nothing is the one it inherits from", () => {
  fc.assert(
    fc.property(ownTemplate, settings, (template, rules) => {
      expect(after([template, {}, {}], rules)).toEqual(after([template], rules));
      expect(after([{}, template], rules)).toEqual(after([template], rules));
    }),
  );
});

test("tightenOnly loosens no rule, whatever the template says and the tenant has", () => {
  let tightenedCount = 0;
  fc.assert(
    fc.property(ownTemplate, settings, (template, rules) => {
      const changes = ruleChanges(rules, after([template], rules, "tightenOnly"));
      expect(changes.filter(({ effect }) => effect === "loosening")).toEqual([]);
      if (changes.length > 0) tightenedCount += 1;
    }),
    { numRuns: 1000 },
  );
  expect(tightenedCount).toBeGreaterThan(100);
});

const NAMES: Readonly<Record<string, string>> = { ann: uuid(1, 1), ben: uuid(1, 2), cat: uuid(1, 3) };

/** The same with approvers whose ids a plan can name. */
const sayable = settings.map((rules) =>
  rules.map((rule) =>
    rule.kind === "approval"
      ? {
          ...rule,
          approvalStages: rule.approvalStages.map((stage) => ({
            ...stage,
            primaryApprovers: stage.primaryApprovers.map((one) => ({ ...one, id: NAMES[one.id] ?? one.id })),
          })),
        }
      : rule,
  ),
);

test("the settings of a tenant, exported, are a plan without mistakes that changes nothing of the same tenant", () => {
  fc.assert(
    fc.property(fc.array(sayable, { minLength: 1, maxLength: 4 }), fc.boolean(), (rulesByRole, isTwice) => {
      const facts = tenantOf(isTwice ? [...rulesByRole, ...rulesByRole] : rulesByRole);
      const exported = exportSettings(facts);
      const { entries, problems, findings } = settingsUnder(exported, facts);
      expect([problems, findings]).toEqual([[], []]);
      expect(entries).toHaveLength(facts.roles.length);
      for (const { before, after: wanted, kept } of entries) {
        expect(wanted).toEqual(before);
        expect(kept).toEqual([]);
      }
      expect(exported.assign.length).toBeLessThanOrEqual(rulesByRole.length);
    }),
    { numRuns: 300 },
  );
});

test("the settings of a tenant, exported, make those of another one the same, rule by rule", () => {
  fc.assert(
    fc.property(sayable, settings, (from, to) => {
      const exported = exportSettings(tenantOf([from]));
      const { entries } = settingsUnder({ ...exported, onConflict: "overwrite" }, tenantOf([to]));
      const differing = differingRules(from, entries[0]?.after ?? []);
      // Which context is not asked for has no effect, and cannot be said.
      expect(differing.filter((rule) => rule.kind !== "authenticationContext" || rule.isEnabled)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
