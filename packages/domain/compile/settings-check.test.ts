import { describe, expect, test } from "vitest";
import { approvalRule } from "../testing/approval-rule.ts";
import {
  GLOBAL_ADMINISTRATOR,
  manifestDigest,
  type Inventory,
  type Manifest,
  type Plan,
} from "@standdown/domain";
import {
  compile,
  EXCHANGE,
  findingsOf,
  GLASS,
  group,
  plan,
  policy,
  READER,
  SOUND,
  tenant,
  type Someone,
} from "../testing/guarded-tenant.ts";
import { roleRules, settingsOf, type SaidOfRules } from "../testing/default-rules.ts";
import type { TemplateSettings } from "../plan/role-settings.ts";

type PlanRoleSettings = NonNullable<Plan["spec"]["roleSettings"]>;

const AT = "/spec/roleSettings/assign/0";
const APPROVED: SaidOfRules = { Approval_EndUser_Assignment: approvalRule([{ kind: "user", id: "ann" }]) };

/** A plan that gives the readers a template of their own. */
function readers(mine: TemplateSettings, over: Partial<PlanRoleSettings> = {}): PlanRoleSettings {
  return {
    templates: { mine },
    assign: [{ roles: [{ id: READER }], template: "mine" }],
    onConflict: "overwrite",
    ...over,
  };
}

function compiled(
  roleSettings: PlanRoleSettings | undefined,
  {
    said = {},
    people = SOUND,
    spec = {},
    ...over
  }: Partial<Inventory> & {
    readonly said?: SaidOfRules;
    readonly people?: readonly Someone[];
    readonly spec?: Partial<Plan["spec"]>;
  } = {},
): ReturnType<typeof compile> {
  const inventory = tenant(people, { roleSettings: [settingsOf(READER, roleRules(said))], ...over });
  return compile(inventory, plan({ ...(roleSettings && { roleSettings }), ...spec }));
}

function problemsOf(result: ReturnType<typeof compile>): string[] {
  return result.ok ? [] : result.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

function codesOf(result: ReturnType<typeof compile>): string[] {
  return findingsOf(result)
    .filter(({ guard }) => guard === "roleSettings")
    .map(({ pointer, code }) => `${pointer} ${code}`);
}

function manifestOf(result: ReturnType<typeof compile>): Manifest {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.manifest;
}

const approval = (approvers?: readonly { user?: string; group?: string }[]): TemplateSettings => ({
  activation: { approval: { required: true, ...(approvers && { approvers: [...approvers] }) } },
});

describe("an approval that the plan asks for", () => {
  test.each([undefined, []])("without anybody who decides is refused: %j", (approvers) => {
    expect(problemsOf(compiled(readers(approval(approvers))))).toContain(`${AT} approvalWithoutApprovers`);
  });

  test("without anybody is left alone where the tenant has it so already, and somebody is active to decide", () => {
    const people = [...SOUND, { id: "gus", holds: [GLOBAL_ADMINISTRATOR] }];
    const said = { Approval_EndUser_Assignment: approvalRule([]) };
    expect(problemsOf(compiled(readers(approval()), { said, people }))).toEqual([]);
  });

  test("must be decided by somebody whom the directory knows, enabled, of the kind that is named", () => {
    const people = [
      ...SOUND,
      { id: "off", accountEnabled: false },
      { id: "robot", type: "servicePrincipal" as const },
    ];
    const approvers = [
      { user: "off" },
      { user: "robot" },
      { user: "nobody" },
      { group: "ann" },
      { user: "glass1" },
    ];
    expect(problemsOf(compiled(readers(approval(approvers)), { people }))).toEqual([
      `${AT} approverDisabled`,
      `${AT} approverOfOtherKind`,
      `${AT} unknownApprover`,
      `${AT} approverOfOtherKind`,
      `${AT} approverIsEmergencyAccess`,
      "/spec/guards/approverLiveness noApprover",
    ]);
  });

  test("is refused where a group that decides has nobody in it, also for a role in which nobody is moved", () => {
    const people = [...GLASS, { id: "ops", type: "group" as const }];
    const over = { people, groupMembers: [group("ops", [])] };
    expect(problemsOf(compiled(readers(approval([{ group: "ops" }])), over))).toEqual([
      "/spec/guards/approverLiveness noApprover",
    ]);
  });

  test("is warned of where somebody who decides is moved, who then goes last", () => {
    const result = compiled(readers(approval([{ user: "ann" }, { user: "eve" }])), {
      people: [...SOUND, { id: "eve" }],
    });
    expect(codesOf(result)).toEqual([`${AT} approverConverted`]);
    const waves = manifestOf(result).entries.filter(({ key }) => key.principalId === "ann");
    expect(waves.map(({ wavePosition }) => wavePosition)).toEqual([1]);
  });

  test("looks at nobody who decides in the tenant already", () => {
    const people = [...SOUND, { id: "off", accountEnabled: false }, { id: "eve" }, { id: "pat" }];
    const said = {
      Approval_EndUser_Assignment: approvalRule(["off", "eve", "pat"].map((id) => ({ kind: "user", id }))),
    };
    const same = readers({
      activation: { ...approval([{ user: "off" }, { user: "eve" }, { user: "pat" }]).activation },
    });
    expect(problemsOf(compiled(same, { said, people }))).toEqual([]);
  });

  test("that the plan takes away is nothing that anybody must decide any more", () => {
    const off = readers({ activation: { approval: { required: false } } });
    const said = { Approval_EndUser_Assignment: approvalRule([{ kind: "user", id: "nobody" }]) };
    expect(problemsOf(compiled(undefined, { said }))).toEqual(["/spec/guards/approverLiveness noApprover"]);
    expect(problemsOf(compiled(off, { said }))).toEqual([]);
  });

  test("keeps those who decide today in the last wave as well: until it is changed, they decide", () => {
    const off = readers({ activation: { approval: { required: false } } });
    const { entries } = manifestOf(compiled(off, { said: APPROVED }));
    expect(entries.find(({ key }) => key.principalId === "ann")?.wavePosition).toBe(1);
  });
});

describe("an authentication context that the plan asks for", () => {
  const inContext = readers({ activation: { require: ["Justification"], authenticationContext: "c1" } });
  const speaking = { authenticationContexts: ["c1"], includeUsers: ["All"] };

  test.each([
    ["no policy speaks of", []],
    ["only a disabled policy speaks of", [policy({ ...speaking, state: "disabled" })]],
    ["only another context is spoken of", [policy({ ...speaking, authenticationContexts: ["c2"] })]],
    [
      "only a policy for roles speaks of",
      [policy({ ...speaking, includeUsers: [], includeRoles: [READER] })],
    ],
    ["only a policy for nobody speaks of", [policy({ ...speaking, includeUsers: ["None"] })]],
  ])("is refused where %s it", (_what, conditionalAccessPolicies) => {
    expect(problemsOf(compiled(inContext, { conditionalAccessPolicies }))).toEqual([
      `${AT} authenticationContextWithoutPolicy`,
    ]);
  });

  test("is taken where an enabled policy speaks of it that targets users or groups", () => {
    for (const over of [
      speaking,
      { authenticationContexts: ["c1"], includeGroups: ["g"], includeRoles: [READER] },
    ]) {
      expect(problemsOf(compiled(inContext, { conditionalAccessPolicies: [policy(over)] }))).toEqual([]);
    }
  });

  test("is not looked at where the tenant has it so already", () => {
    const said: SaidOfRules = {
      Enablement_EndUser_Assignment: { enabledRules: ["Justification"] },
      AuthenticationContext_EndUser_Assignment: { isEnabled: true, claimValue: "c1" },
    };
    expect(problemsOf(compiled(inContext, { said }))).toEqual([]);
  });

  test("is never on together with multifactor authentication", () => {
    const said: SaidOfRules = {
      AuthenticationContext_EndUser_Assignment: { isEnabled: true, claimValue: "c1" },
    };
    expect(problemsOf(compiled(readers({}), { said }))).toEqual([`${AT} mfaAndAuthenticationContext`]);
  });
});

/** Eligible access for so long. */
function days(afterDuration: string): Pick<Plan["spec"], "eligibility"> {
  return { eligibility: { expiration: { afterDuration } } };
}

describe("what the settings of a role take is what the plan asks the tenant for", () => {
  test("eligible access without end, or for longer than the settings let it be, is refused", () => {
    const short = readers({ eligible: { permanent: false, maximumDuration: "P30D" } });
    expect(problemsOf(compiled(short))).toEqual([`${AT} eligibilityTooLong`]);
    expect(problemsOf(compiled(short, { spec: days("P31D") }))).toEqual([`${AT} eligibilityTooLong`]);
    expect(problemsOf(compiled(short, { spec: days("P30D") }))).toEqual([]);
  });

  test("settings of the tenant's own refuse the grant just as well", () => {
    const said = { Expiration_Admin_Eligibility: { isExpirationRequired: true } };
    expect(problemsOf(compiled(undefined, { said }))).toEqual([
      "/spec/eligibility/expiration eligibilityTooLong",
    ]);
    expect(problemsOf(compiled(undefined, { said, spec: days("P365D") }))).toEqual([]);
    expect(problemsOf(compiled(readers({ eligible: { permanent: true } }), { said }))).toEqual([]);
    expect(problemsOf(compiled(undefined, { said, people: GLASS }))).toEqual([]);
  });

  test("multifactor authentication of whoever makes somebody eligible would stop an application", () => {
    const asks = readers({ eligible: { require: ["MultiFactorAuthentication"] } });
    expect(problemsOf(compiled(asks))).toEqual([`${AT} settingsBlockConversions`]);
    expect(problemsOf(compiled(asks, { people: GLASS }))).toEqual([]);
  });

  test.each<[string, TemplateSettings, SaidOfRules]>([
    [
      "no active assignment without end",
      { active: { permanent: false } },
      { Expiration_Admin_Assignment: { isExpirationRequired: true } },
    ],
    [
      "multifactor authentication of whoever assigns",
      { active: { require: ["MultiFactorAuthentication"] } },
      { Enablement_Admin_Assignment: { enabledRules: ["MultiFactorAuthentication"] } },
    ],
  ])(
    "%s would stop a roll back: refused where the plan makes it so, warned of where it is so",
    (_what, template, said) => {
      expect(problemsOf(compiled(readers(template)))).toEqual([`${AT} settingsBlockRollBack`]);
      expect(codesOf(compiled(readers(template), { said }))).toEqual([`${AT} rollBackBlocked`]);
      expect(codesOf(compiled(undefined, { said }))).toEqual(["/spec/selection/roles rollBackBlocked"]);
      expect(problemsOf(compiled(readers(template), { people: GLASS }))).toEqual([]);
    },
  );
});

describe("the settings of a manifest", () => {
  const both: PlanRoleSettings = {
    assign: [{ roles: [{ all: "remaining" }], template: "standdown-tier-one" }],
  };
  const roleSettings = [READER, EXCHANGE].map((id) => settingsOf(id));

  test("come before the first conversion of their role, in the first wave where nobody is moved", () => {
    const people = [...SOUND, { id: "eve", holds: [EXCHANGE] }];
    const waves = [
      { name: "first", select: { roles: [{ id: EXCHANGE }] } },
      { name: "last", size: { remainder: true as const } },
    ];
    const wavesOf = (some: readonly Someone[]) =>
      manifestOf(compiled(both, { roleSettings, people: some, spec: { waves } })).settings.map(
        ({ roleDefinitionId, wavePosition }) => [roleDefinitionId, wavePosition],
      );
    expect(wavesOf(people)).toEqual([
      [EXCHANGE, 0],
      [READER, 1],
    ]);
    expect(wavesOf(GLASS)).toEqual([
      [EXCHANGE, 0],
      [READER, 0],
    ]);
  });

  test("of a role in which somebody is moved must be known", () => {
    expect(problemsOf(compiled(both, { roleSettings: [] }))).toEqual([`${AT} settingsUnknown`]);
  });

  test("are signed: what is there, what it becomes, and when; not in which order or words the tenant tells it", () => {
    const manifest = manifestOf(compiled(both, { roleSettings }));
    const [first, ...others] = manifest.settings;
    if (first === undefined) throw new Error("there is no entry");
    const digestWith = (over: Partial<typeof first>): string =>
      manifestDigest({ ...manifest, settings: [{ ...first, ...over }, ...others] });
    const digests = [
      digestWith({}),
      digestWith({ before: first.after }),
      digestWith({ after: first.before }),
      digestWith({ wavePosition: 1 }),
      digestWith({ pointer: null }),
      digestWith({ policyId: "another" }),
      digestWith({ roleDefinitionId: "another" }),
      manifestDigest({ ...manifest, settings: others }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    const hours = { Expiration_EndUser_Assignment: { maximumDuration: "PT480M" } };
    expect(digestWith({ before: roleRules(hours) })).toBe(digests[0]);
  });
});
