import { describe, expect, test } from "vitest";
import {
  GLOBAL_ADMINISTRATOR,
  NO_ROWS,
  type Plan,
  type RoleDefinition,
  type RoleSettings,
} from "@standdown/domain";
import { EXCHANGE, READER } from "../testing/guarded-tenant.ts";
import { builtinRole, roleRules, settingsOf, type SaidOfRules } from "../testing/default-rules.ts";
import { wordPlan } from "../testing/sound-plan.ts";
import { differingRules } from "./rule-equality.ts";
import { planSettings, type SettingsPlan } from "./settings-plan.ts";

type PlanRoleSettings = NonNullable<Plan["spec"]["roleSettings"]>;

const LONG: SaidOfRules = { Expiration_EndUser_Assignment: { maximumDuration: "PT4H" } };
const HOURS = (count: number) => ({ activation: { maximumDuration: `PT${count}H` } });

function planned(
  roleSettings: PlanRoleSettings,
  settings: readonly RoleSettings[] = [READER, EXCHANGE].map((id) => settingsOf(id, roleRules(LONG))),
  roles: readonly RoleDefinition[] = [READER, EXCHANGE].map(builtinRole),
): SettingsPlan {
  const facts = { ...NO_ROWS, id: "i", tenantId: "tenant", readAt: "2026-06-01T00:00:00Z" };
  return planSettings(wordPlan({ roleSettings }), { ...facts, roles, roleSettings: settings });
}

/** `role pointer` of every entry. */
function placesOf({ entries }: SettingsPlan): string[] {
  return entries.map(({ roleDefinitionId, pointer }) => `${roleDefinitionId} ${pointer}`);
}

const codesOf = ({ problems }: SettingsPlan): string[] =>
  problems.map(({ pointer, code }) => `${pointer} ${code}`);

const AT = "/spec/roleSettings/assign";
const REMAINING = { roles: [{ all: "remaining" as const }] };

describe("which roles get which settings", () => {
  test("a role is in the plan with all its rules as they are and as they become, whoever holds it", () => {
    const { entries, problems } = planned({
      templates: { short: HOURS(1) },
      assign: [{ roles: [{ id: READER }], template: "short" }],
    });
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        roleDefinitionId: READER,
        roleName: READER,
        policyId: `policy ${READER}`,
        wavePosition: 0,
        pointer: `${AT}/0`,
        before: roleRules(LONG),
        after: roleRules({ Expiration_EndUser_Assignment: { maximumDuration: "PT1H" } }),
        kept: [],
      },
    ]);
  });

  test("an override says more than its template", () => {
    const { entries } = planned({
      templates: { short: HOURS(2) },
      assign: [{ roles: [{ id: READER }], template: "short", override: HOURS(1) }],
    });
    expect(differingRules(roleRules(), entries[0]?.after ?? [])).toMatchObject([{ maximumDuration: "PT1H" }]);
  });

  test("the assignment that names a role most closely is meant, wherever it stands", () => {
    const assign: PlanRoleSettings["assign"] = [
      { ...REMAINING, template: "a" },
      { roles: [{ tier: 2 }], template: "b" },
      { roles: [{ name: EXCHANGE }], template: "c" },
    ];
    const templates = { a: HOURS(3), b: HOURS(2), c: HOURS(1) };
    const settings = [READER, EXCHANGE, GLOBAL_ADMINISTRATOR].map((id) => settingsOf(id));
    const roles = [...settings.map(({ roleDefinitionId }) => builtinRole(roleDefinitionId)), custom()];
    const found = planned({ templates, assign }, [...settings, settingsOf("custom")], roles);
    expect(placesOf(found)).toEqual(
      [`${EXCHANGE} ${AT}/2`, `${READER} ${AT}/1`, `custom ${AT}/0`].toSorted(),
    );
    expect(codesOf(found)).toEqual([]);
  });

  test("two that are as close must come to the same", () => {
    const same = planned({
      templates: { a: HOURS(1), b: { activation: { maximumDuration: "PT60M" } } },
      assign: [
        { roles: [{ id: READER }], template: "a" },
        { roles: [{ templateId: READER }], template: "b" },
      ],
    });
    expect([codesOf(same), placesOf(same)]).toEqual([[], [`${READER} ${AT}/0`]]);
    const other = planned({
      templates: { a: HOURS(1), b: HOURS(2) },
      assign: [
        { roles: [{ id: READER }], template: "a" },
        { roles: [{ name: READER }], template: "b" },
      ],
    });
    expect(other.problems).toMatchObject([
      { pointer: `${AT}/1`, code: "settingsAmbiguous", message: expect.stringContaining(`${AT}/0`) },
    ]);
  });

  test("a role without all its settings is refused where it is named, and told of where it is one of many", () => {
    const roleSettings = { assign: [{ roles: [{ id: READER }], template: "standdown-tier-two" }] };
    const part = settingsOf(READER, roleRules().slice(1));
    for (const settings of [[], [part]]) {
      expect(codesOf(planned(roleSettings, settings))).toEqual([`${AT}/0 settingsUnknown`]);
    }
    const many = planned({ assign: [{ ...REMAINING, template: "standdown-tier-two" }] }, []);
    expect([many.problems, many.entries, many.withoutSettings.get(READER)]).toEqual([[], [], `${AT}/0`]);
  });
});

/** A template that asks for a ticket besides, for twice as long. */
function loosening(onConflict?: PlanRoleSettings["onConflict"]): PlanRoleSettings {
  return {
    templates: {
      loose: {
        activation: {
          maximumDuration: "PT8H",
          require: ["MultiFactorAuthentication", "Justification", "Ticketing"],
        },
      },
    },
    assign: [{ roles: [{ id: READER }], template: "loose" }],
    ...(onConflict && { onConflict }),
  };
}

describe("where the tenant is stricter than a template", () => {
  test.each([undefined, "fail"] as const)("the plan is refused, rule by rule: %s", (onConflict) => {
    const { problems, findings } = planned(loosening(onConflict));
    expect(findings).toEqual([]);
    expect(problems).toEqual([
      {
        pointer: `${AT}/0`,
        code: "settingsLoosened",
        message: `would loosen ${READER}, activation: duration, from "at most 4 h" to "at most 8 h": say tightenOnly or overwrite in onConflict where that is meant`,
      },
    ]);
  });

  test("what is stricter is set and the rest is kept, and said: tightenOnly", () => {
    const { entries, problems, findings } = planned(loosening("tightenOnly"));
    expect([problems, findings]).toEqual([[], []]);
    const [entry] = entries;
    expect(differingRules(entry?.before ?? [], entry?.after ?? [])).toMatchObject([
      { id: "Enablement_EndUser_Assignment", enabledRules: expect.arrayContaining(["Ticketing"]) },
    ]);
    expect(entry?.kept).toMatchObject([
      {
        ruleId: "Expiration_EndUser_Assignment",
        from: { maximumDuration: "PT4H" },
        to: { maximumDuration: "PT8H" },
        effect: "loosening",
      },
    ]);
  });

  test("the template is set, and signed with a warning for each rule: overwrite", () => {
    const { entries, problems, findings } = planned(loosening("overwrite"));
    expect([problems, entries[0]?.kept]).toEqual([[], []]);
    expect(differingRules(entries[0]?.before ?? [], entries[0]?.after ?? [])).toHaveLength(2);
    expect(findings).toMatchObject([
      { code: "settingsLoosened", pointer: `${AT}/0`, roleDefinitionId: READER, count: 1 },
    ]);
  });
});

function custom(): RoleDefinition {
  return { ...builtinRole("custom"), templateId: null, isBuiltIn: false };
}
