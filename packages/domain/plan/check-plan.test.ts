import { expect, test } from "vitest";
import {
  checkPlan,
  checkReferences,
  NOTHING_KNOWN,
  type Plan,
  type Principal,
  type RoleSelector,
} from "@standdown/domain";
import { GLASS, problemsOf, soundPlan } from "../testing/sound-plan.ts";

const PLAN = soundPlan({
  waves: [
    { name: "pilot", size: { count: 5 } },
    { name: "broad", size: { remainder: true } },
  ],
});

function withSpec(spec: object): unknown {
  return { ...PLAN, spec: { ...PLAN.spec, ...spec } };
}

test("a plan without mistakes is taken", () => {
  expect(checkPlan(PLAN)).toEqual({ ok: true, plan: PLAN });
});

test("every mistake of the shape is told at once, each with its place", () => {
  const document = {
    ...PLAN,
    extra: 1,
    metadata: { name: "Not A Name" },
    spec: {
      ...PLAN.spec,
      strategy: undefined,
      tenant: { id: "x", cloud: "mars" },
      emergencyAccess: { principals: [GLASS[0]], minimumStanding: "two" },
      selection: { roles: [{ all: "everything" }, { nam: "x" }, {}] },
      eligibility: { expiration: { afterDuration: "P1Y" } },
      waves: [
        { name: "a", size: { count: 0 } },
        { name: "b", size: { count: 1, percent: 3 }, soak: "P1M" },
        { name: "c", size: "all" },
      ],
    },
  };
  expect(problemsOf(JSON.parse(JSON.stringify(document))).toSorted()).toEqual(
    [
      "/extra unknownField",
      "/metadata/name invalidValue",
      "/spec/strategy missingField",
      "/spec/tenant/id invalidValue",
      "/spec/tenant/cloud invalidValue",
      "/spec/emergencyAccess/principals invalidValue",
      "/spec/emergencyAccess/minimumStanding invalidType",
      "/spec/selection/roles/0/all invalidValue",
      "/spec/selection/roles/1/nam unknownField",
      "/spec/selection/roles/2 invalidValue",
      "/spec/eligibility/expiration invalidValue",
      "/spec/waves/0/size/count invalidValue",
      "/spec/waves/1/size invalidValue",
      "/spec/waves/1/soak invalidValue",
      "/spec/waves/2/size invalidType",
    ].toSorted(),
  );
});

test("a mistake of the shape in one part hides no mistake of a rule in another", () => {
  const document = withSpec({
    strategy: { default: "burn" },
    emergencyAccess: { principals: GLASS, minimumStanding: 3 },
    waves: [{ name: "only", size: { count: 5 } }],
  });
  expect(problemsOf(document)).toEqual([
    "/spec/strategy/default invalidValue",
    "/spec/waves/0/size wavesDoNotAddUp",
    "/spec/emergencyAccess/minimumStanding invalidValue",
  ]);
});

test("more mistakes than fit on a screen are all told", () => {
  const waves = Array.from({ length: 60 }, (_, at) => ({ name: `wave-${at}`, size: { count: -1 } }));
  expect(problemsOf(withSpec({ waves })).length).toBe(60);
});

test.each([
  ["null", null],
  ["a list", []],
  ["a text", "plan"],
  ["an empty object", {}],
])("%s is no plan", (_, document) => {
  expect(problemsOf(document).length).toBeGreaterThan(0);
});

test.each([
  [
    "percentages over a hundred",
    [60, 50].map((percent, at) => ({ name: `w${at}`, size: { percent } })),
    "/spec/waves wavesDoNotAddUp",
  ],
  [
    "a remainder before the last wave",
    [{ name: "first", size: { remainder: true } }],
    "/spec/waves/0/size wavesDoNotAddUp",
  ],
])("waves that do not add up are refused: %s", (_, waves, problem) => {
  expect(problemsOf(withSpec({ waves: [...waves, { name: "last", size: { remainder: true } }] }))).toContain(
    problem,
  );
});

test.each([
  ["a NUL", "x\u0000y"],
  ["half a character", "x\ud800"],
  ["an escape sequence", "\u001b[31mred"],
  ["two lines", "one\ntwo"],
])("text that can't be stored or shown is refused: %s", (_, text) => {
  expect(problemsOf(withSpec({ justification: text }))).toEqual(["/spec/justification invalidValue"]);
  expect(problemsOf(withSpec({ change: { system: "s", number: text } }))).toEqual([
    "/spec/change/number invalidValue",
  ]);
});

test("text in any script and with any picture is taken", () => {
  expect(problemsOf(withSpec({ justification: "Für Zoë 部署 😀" }))).toEqual([]);
});

test.each([`P${"9".repeat(300)}D`, "P99999D", "PT99999999S"])(
  "a duration that no calendar has is refused: %s",
  (soak) => {
    const waves = [{ name: "only", size: { remainder: true }, soak }];
    expect(problemsOf(withSpec({ waves }))).toEqual(["/spec/waves/0/soak invalidValue"]);
  },
);

test("waves that leave somebody out are refused", () => {
  expect(problemsOf(withSpec({ waves: [{ name: "only", size: { count: 5 } }] }))).toEqual([
    "/spec/waves/0/size wavesDoNotAddUp",
  ]);
});

test.each([
  [
    "two waves of one name",
    {
      waves: [
        { name: "a", size: { count: 1 } },
        { name: "a", size: { remainder: true } },
      ],
    },
    "/spec/waves/1/name duplicate",
  ],
  [
    "more standing than declared",
    { emergencyAccess: { principals: GLASS, minimumStanding: 3 } },
    "/spec/emergencyAccess/minimumStanding invalidValue",
  ],
  [
    "a placeholder that nobody fills",
    { justification: "for {who}" },
    "/spec/justification unknownPlaceholder",
  ],
  [
    "an assignment under five minutes",
    { eligibility: { expiration: { afterDuration: "PT4M" } } },
    "/spec/eligibility/expiration/afterDuration invalidValue",
  ],
  [
    "included and excluded",
    { selection: { ...PLAN.spec.selection, principals: { include: GLASS, exclude: [GLASS[1]] } } },
    "/spec/selection/principals/include/1 contradiction",
  ],
])("a plan that contradicts itself is refused: %s", (_, spec, problem) => {
  expect(problemsOf(withSpec(spec))).toEqual([problem]);
});

const USER: Principal = {
  id: GLASS[0] ?? "",
  type: "user",
  ...NOTHING_KNOWN,
  displayName: "Break Glass 1",
  userPrincipalName: "bg1@contoso.example",
  accountEnabled: true,
  userType: "Member",
};

test("every name that the tenant lacks is told with its place and by its name", () => {
  const roles: RoleSelector[] = [
    { name: "Message Center Reader" },
    { name: "Chief Reader" },
    { id: "not-there" },
  ];
  const plan: Plan = {
    ...PLAN,
    spec: {
      ...PLAN.spec,
      tenant: { ...PLAN.spec.tenant, id: "22222222-2222-4222-8222-222222222222" },
      selection: { roles },
      exclusions: [
        {
          principalId: "33333333-3333-4333-8333-333333333333",
          reasonCode: "other",
          owner: "y",
          expires: "2027-01-01",
        },
      ],
    },
  };
  const problems = checkReferences(plan.spec, {
    tenantId: PLAN.spec.tenant.id,
    cloud: null,
    roles: [
      {
        id: "a",
        templateId: "a",
        displayName: "Message Center Reader",
        isBuiltIn: true,
        isEnabled: true,
        isPrivileged: null,
      },
    ],
    principals: [USER],
  });
  expect(problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    "/spec/tenant/id otherTenant",
    "/spec/selection/roles/1/name unknownRole",
    "/spec/selection/roles/2/id unknownRole",
    "/spec/emergencyAccess/principals/1 unknownPrincipal",
    "/spec/exclusions/0/principalId unknownPrincipal",
  ]);
  expect(problems[1]?.message).toContain("Chief Reader");
});

test.each([
  ["a group", { type: "group" as const }, "notAUser"],
  ["a disabled account", { accountEnabled: false }, "accountDisabled"],
])("an emergency access account that is %s is refused", (_, overrides, code) => {
  const principals = GLASS.map((id) => ({ ...USER, ...overrides, id }));
  const problems = checkReferences(PLAN.spec, {
    tenantId: PLAN.spec.tenant.id,
    cloud: null,
    roles: [],
    principals,
  });
  expect(problems.map((problem) => problem.code)).toEqual([code, code]);
});

test("no field switches off what is always enforced, and a guard is strict, warns or is off", () => {
  const spec = {
    guards: {
      emergencyAccess: "off",
      unreconciled: "warn",
      tierZero: "never",
      availabilityFloor: { mode: "off" },
    },
    operators: { principals: [] },
  };
  expect(problemsOf(withSpec(spec)).toSorted()).toEqual([
    "/spec/guards/availabilityFloor/minimum missingField",
    "/spec/guards/emergencyAccess unknownField",
    "/spec/guards/tierZero invalidValue",
    "/spec/guards/unreconciled unknownField",
    "/spec/operators/principals invalidValue",
  ]);
  expect(problemsOf(withSpec({ guards: { tierZero: "off" }, operators: { principals: GLASS } }))).toEqual([]);
});
