import { expect, test } from "vitest";
import {
  type compilePlan,
  compileContext,
  disposeAccess,
  endState,
  accessByPrincipal,
  GLOBAL_ADMINISTRATOR,
  TenantCheck,
  type Plan,
} from "@standdown/domain";
import {
  READER,
  EXCHANGE,
  PRIVILEGED_ROLE_ADMINISTRATOR,
  OWN_APP,
  UNIT,
  type Someone,
  GLASS,
  SOUND,
  tenant,
  plan,
  approvedBy,
  policy,
  group,
  compile,
  EVERY_ROLE,
  findingsOf,
  strict,
} from "../testing/guarded-tenant.ts";

test("a sound plan is not refused, and nothing is said about it", () => {
  expect(compile(tenant(SOUND), strict())).toMatchObject({ ok: true, manifest: { findings: [] } });
});

test("what is only warned of is kept with the manifest, in one order, and what is off is not looked at", () => {
  const inventory = tenant(
    [
      ...SOUND,
      { id: "pam", holds: [PRIVILEGED_ROLE_ADMINISTRATOR] },
      { id: "nom", holds: [READER], hasMfa: false },
    ],
    { conditionalAccessPolicies: [policy({ includeRoles: [READER] })] },
  );
  const warned = findingsOf(compile(inventory, plan({ guards: { tierZero: "warn" } })));
  expect(warned.map(({ guard, code, severity, count }) => [guard, code, severity, count])).toEqual([
    ["tierZero", "tierZeroNotConfirmed", "warns", 1],
    ["activationReadiness", "mfaNotRegistered", "warns", 1],
    ["conditionalAccess", "policyStopsApplying", "warns", 3],
  ]);
  const guards = { tierZero: "off", activationReadiness: "off", conditionalAccess: "off" } as const;
  expect(findingsOf(compile(inventory, plan({ guards })))).toEqual([]);
});

test("after the first hundred of a kind the others are counted together", () => {
  const many = Array.from({ length: 130 }, (_, at) => ({ id: `p${at}`, holds: [READER], hasMfa: false }));
  const licences = tenant([]).licences.map((licence) => ({ ...licence, enabledUnits: 1000 }));
  const findings = findingsOf(compile(tenant([...SOUND, ...many], { licences })));
  expect(findings).toHaveLength(101);
  expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(130);
  expect(findings.at(-1)).toMatchObject({ principalId: null, count: 30 });
});

test("the last usable approver is said, in person or in a group, and which groups nobody read; with two there is nothing to say", () => {
  const one = tenant([...SOUND, { id: "app" }], {
    roleSettings: [approvedBy(READER, [{ kind: "user", id: "app" }])],
  });
  expect(findingsOf(compile(one)).map(({ code }) => code)).toContain("oneApprover");
  const team = tenant([...SOUND, { id: "team", type: "group" }, { id: "far" }], {
    roleSettings: [approvedBy(READER, [{ kind: "group", id: "team" }])],
    groupMembers: [group("team", ["far", "deleted"])],
  });
  expect(findingsOf(compile(team)).map(({ code }) => code)).toContain("oneApprover");
  const nested = tenant([...SOUND, { id: "team", type: "group" }], {
    roleSettings: [approvedBy(READER, [{ kind: "group", id: "team" }])],
    groupMembers: [{ ...group("team", []), groupIds: ["inner"] }],
  });
  expect(compile(nested)).toMatchObject({
    ok: false,
    problems: [
      { code: "noApprover", message: expect.stringContaining("inner was not read and is not counted") },
    ],
  });
  const both = tenant([...SOUND, { id: "app" }, { id: "apt" }], {
    roleSettings: [
      approvedBy(
        READER,
        ["app", "apt"].map((id) => ({ kind: "user", id })),
      ),
    ],
  });
  expect(findingsOf(compile(both))).toEqual([]);
});

test("administrators decide through groups as well, standing or by an activation that asks nobody", () => {
  const holder = { type: "group", isAssignableToRole: true, holds: [GLOBAL_ADMINISTRATOR] } as const;
  const groups: readonly Someone[] = ["dead1", "dead2", "team"].map((id) => ({ id, ...holder }));
  const people = [...SOUND, ...groups, { id: "far", accountEnabled: false }];
  const groupMembers = [group("dead1", ["far"]), group("dead2", []), group("team", ["ann", "bob"])];
  const found = (settings: Parameters<typeof tenant>[1], over: Plan): readonly string[] => {
    const compiled = compile(tenant(people, { groupMembers, ...settings }), over);
    const told = compiled.ok ? compiled.manifest.findings : compiled.problems;
    return told.map(({ code }) => code).filter((code) => code.endsWith("Approver"));
  };
  const asked = { roleSettings: [approvedBy(READER, [])] };
  expect(found(asked, plan())).toEqual([]);
  expect(found(asked, plan({ selection: EVERY_ROLE }))).toEqual([]);
  const circle = { roleSettings: [...asked.roleSettings, approvedBy(GLOBAL_ADMINISTRATOR, [])] };
  expect(found(circle, plan({ selection: EVERY_ROLE }))).toEqual(["noApprover", "noApprover"]);
});

test("who holds a role for the whole tenant can use it in a unit, so the unit is not below its floor", () => {
  const people: readonly Someone[] = [...SOUND, { id: "una", holds: [[READER, UNIT]], hasMfa: false }];
  const guards = { availabilityFloor: { mode: "enforce", minimum: 1 } } as const;
  expect(compile(tenant(people), plan({ guards })).ok).toBe(true);
  const alone = people.filter(({ id }) => id !== "ann" && id !== "bob");
  expect(compile(tenant(alone), plan({ guards }))).toMatchObject({
    ok: false,
    problems: [{ code: "belowFloor" }],
  });
});

test("a policy that includes people in another way as well goes on applying, and nothing is said of it", () => {
  for (const over of [
    { includeUsers: ["All"] },
    { includeUsers: ["ann", "bob"] },
    { excludeUsers: ["ann", "bob"] },
    { state: "enabledForReportingButNotEnforced" as const },
  ]) {
    const conditionalAccessPolicies = [policy({ includeRoles: [READER], ...over })];
    expect(findingsOf(compile(tenant(SOUND, { conditionalAccessPolicies })))).toEqual([]);
  }
  // Another role that stays standing keeps them under it.
  const kept = tenant([...GLASS, { id: "ann", holds: [READER, GLOBAL_ADMINISTRATOR] }], {
    conditionalAccessPolicies: [policy({ includeRoles: [READER, GLOBAL_ADMINISTRATOR] })],
  });
  expect(findingsOf(compile(kept))).toEqual([]);
});

function inLastWave(compiled: ReturnType<typeof compilePlan>): string[] {
  return (compiled.ok ? compiled.manifest.entries : [])
    .filter(({ wavePosition }) => wavePosition === 1)
    .map(({ key }) => key.principalId);
}

test("operators and approvers go in the last wave, whatever their rank, and a plan that only warns says whom it is about", () => {
  const movers = ["m1", "m2", "m3", "m4", "m5", "m6"];
  const inventory = tenant([...GLASS, ...movers.map((id) => ({ id, holds: [READER] }))], {
    roleSettings: [approvedBy(EXCHANGE, [{ kind: "group", id: "team" }])],
    groupMembers: [group("team", ["m3", "m4"])],
  });
  const waves: Plan["spec"]["waves"] = [
    { name: "first", size: { count: 5 } },
    { name: "last", size: { remainder: true } },
  ];
  const over = plan({ operators: { principals: ["m1", "m2"] }, waves });
  expect(inLastWave(compile(inventory, over))).toEqual(["m1", "m2", "m3", "m4"]);
  expect(inLastWave(compile(inventory, over, []))).toHaveLength(1);
  const warned = compile(inventory, plan({ ...over.spec, guards: { operatorsLast: "warn" } }));
  expect(inLastWave(warned)).toHaveLength(1);
  expect(findingsOf(warned).map(({ code, principalId }) => [code, principalId])).toEqual(
    ["m1", "m2", "m3", "m4"].map((id) => ["operatorNotLast", id]),
  );
});

test("a group goes last with the operator who is in it", () => {
  const team = { id: "team", type: "group", isAssignableToRole: true, holds: [READER] } as const;
  const inventory = tenant([...SOUND, { id: "op" }, team], { groupMembers: [group("team", ["op"])] });
  const waves: Plan["spec"]["waves"] = [
    { name: "first", size: { count: 2 } },
    { name: "last", size: { remainder: true } },
  ];
  const seeds = Array.from({ length: 8 }, (_, at) => `seed ${at}`);
  const lastOf = (spec: Partial<Plan["spec"]>): readonly string[][] =>
    seeds.map((seed) => inLastWave(compile(inventory, plan({ waves, seed, ...spec }))));
  expect(lastOf({ operators: { principals: ["op"] } })).toEqual(seeds.map(() => ["team"]));
  expect(lastOf({})).toContainEqual(["ann"]);
});

test("where nobody is named to approve, active Global and Privileged Role Administrators go last", () => {
  const inventory = tenant(
    [
      ...SOUND,
      { id: "pam", holds: [PRIVILEGED_ROLE_ADMINISTRATOR] },
      { id: "pat", holds: [PRIVILEGED_ROLE_ADMINISTRATOR] },
    ],
    { roleSettings: [approvedBy(READER, [])] },
  );
  const compiled = compile(inventory, plan({ selection: { roles: [{ all: "remaining" }], tierZero: true } }));
  const placed = compiled.ok ? compiled.manifest.entries : [];
  for (const { key, wavePosition } of placed) {
    if (key.principalId === "pam" || key.principalId === "pat") expect(wavePosition).toBe(1);
  }
  expect(placed.filter(({ wavePosition }) => wavePosition === 0)).toHaveLength(1);
});

test("a deleted principal's rows are no disagreement, and an excluded principal's do not matter", () => {
  const lonely = {
    id: "x",
    principalId: "gone",
    roleDefinitionId: READER,
    directoryScopeId: "/",
    appScopeId: null,
  };
  const sound = tenant(SOUND);
  const deleted = { ...sound, roleAssignments: [...sound.roleAssignments, lonely] };
  expect(compile(deleted).ok).toBe(true);
  const half = {
    ...sound,
    roleAssignments: sound.roleAssignments.filter(({ principalId }) => principalId !== "ann"),
  };
  expect(compile(half).ok).toBe(false);
  const exclusions = [
    { principalId: "ann", reasonCode: "other" as const, owner: "x", expires: "2999-01-01" },
  ];
  expect(compile(half, plan({ exclusions })).ok).toBe(true);
});

/** What the guards say of a manifest in which these would lose everything, whatever the dispositions say. */
function checkTaken(people: readonly Someone[], takenId: string, ownAppId: string | null): readonly string[] {
  const inventory = tenant(people);
  const context = compileContext(plan(), inventory, { now: new Date("2026-06-01T12:00:00Z"), ownAppId });
  const check = new TenantCheck(context);
  for (const access of accessByPrincipal(inventory)) {
    const entries = disposeAccess(context, access).map((entry) =>
      access.principalId === takenId ? { ...entry, disposition: "convert" as const } : entry,
    );
    check.observe(access, entries, endState(access, entries, context.term));
  }
  return check.conclude().problems.map(({ code }) => code);
}

test("a manifest that would take from our own application, or from an emergency account, is refused however it came to be", () => {
  const people: readonly Someone[] = [
    ...SOUND,
    { id: "own", type: "servicePrincipal", appId: OWN_APP, holds: [READER] },
    { id: "other", type: "servicePrincipal", appId: "another", holds: [READER] },
  ];
  expect(checkTaken(people, "own", OWN_APP)).toEqual(["ownIdentityTouched"]);
  expect(checkTaken(people, "other", OWN_APP)).toEqual([]);
  expect(checkTaken(people, "other", null)).toEqual(["ownIdentityUnknown"]);
  expect(checkTaken(people, "glass1", OWN_APP)).toEqual(
    expect.arrayContaining(["emergencyAccessTouched", "emergencyAccessTooFew", "lastGlobalAdministrators"]),
  );
});

test.each<[string | null, boolean, boolean]>([
  [null, true, true],
  ["c1", true, true],
  [null, false, false],
])(
  "an authentication context %s that no policy speaks of, switched on: %s, asks for multifactor authentication: %s",
  (claimValue, isEnabled, asks) => {
    const id = "AuthenticationContext_EndUser_Assignment";
    const rule = { kind: "authenticationContext", id, isEnabled, claimValue } as const;
    const inventory = tenant([...SOUND, { id: "nom", holds: [READER], hasMfa: false }], {
      roleSettings: [{ id: READER, policyId: READER, roleDefinitionId: READER, rules: [rule] }],
    });
    const codes = findingsOf(compile(inventory)).map(({ code }) => code);
    expect(codes.includes("mfaNotRegistered")).toBe(asks);
  },
);
