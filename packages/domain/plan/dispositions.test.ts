import { expect, test } from "vitest";
import { checkReferences, NOTHING_KNOWN, type Plan } from "@standdown/domain";
import { GLASS, problemsWith, soundPlan } from "../testing/sound-plan.ts";

const ANN = "00000000-0000-4000-8000-000000000003";
const ROLE = "00000000-0000-4000-8000-000000000004";

const rule = (when: object, disposition: string, name = "a-rule") =>
  // The plan's own word; a rule is never awaited.
  // oxlint-disable-next-line unicorn/no-thenable
  ({ name, when, then: disposition });
const withRules = (...rules: object[]) => ({ strategy: { default: "convert", rules } });
const exclusion = { principalId: ANN, reasonCode: "vendor", owner: "wei", expires: "2027-01-01" };
const decision = { principalId: ANN, roleDefinitionId: ROLE, disposition: "remove", reason: "left" };

test("a plan that uses all of it is taken", () => {
  const spec = {
    selection: {
      roles: [{ all: "remaining" }],
      principals: { types: ["user", "servicePrincipal"], countries: ["Germany"], groups: [ANN] },
      tierZero: true,
    },
    exclusions: [
      exclusion,
      { ...exclusion, roleDefinitionId: ROLE, directoryScopeId: "/administrativeUnits/a", ticket: "REQ1" },
    ],
    dispositions: [
      { ...decision, directoryScopeId: "/" },
      { ...decision, appScopeId: "/an-application" },
    ],
    ...withRules(
      rule({ noSignInForDays: 90 }, "remove"),
      rule({ principalTypes: ["servicePrincipal"], tiers: [0] }, "remove", "another"),
    ),
  };
  expect(problemsWith(spec)).toEqual([]);
});

test.each<[string, object, string[]]>([
  ["removing by default", { strategy: { default: "remove" } }, ["/spec/strategy/default invalidValue"]],
  ["a rule that asks nothing", withRules(rule({}, "keep")), ["/spec/strategy/rules/0/when invalidValue"]],
  [
    "a rule that asks what there is not",
    withRules(rule({ shoeSize: 43 }, "keep")),
    ["/spec/strategy/rules/0/when/shoeSize unknownField"],
  ],
  [
    "a disposition that there is not",
    withRules(rule({ guest: true }, "burn")),
    ["/spec/strategy/rules/0/then invalidValue"],
  ],
  [
    "two rules of one name",
    withRules(rule({ guest: true }, "keep"), rule({ guest: false }, "keep")),
    ["/spec/strategy/rules/1/name duplicate"],
  ],
  [
    "applications that become eligible",
    withRules(rule({ principalTypes: ["servicePrincipal"] }, "convert")),
    ["/spec/strategy/rules/0/then contradiction"],
  ],
  [
    "a rule about principals that are not selected",
    {
      selection: { roles: [{ all: "remaining" }], principals: { types: ["user"] } },
      ...withRules(rule({ principalTypes: ["group"] }, "keep")),
    },
    ["/spec/strategy/rules/0/when/principalTypes contradiction"],
  ],
  [
    "an exclusion for a reason of one's own",
    { exclusions: [{ ...exclusion, reasonCode: "because" }] },
    ["/spec/exclusions/0/reasonCode invalidValue"],
  ],
  [
    "an exclusion for ever",
    { exclusions: [{ ...exclusion, expires: "never" }] },
    ["/spec/exclusions/0/expires invalidValue"],
  ],
  [
    "the same exclusion twice",
    { exclusions: [exclusion, exclusion] },
    ["/spec/exclusions/1/principalId duplicate"],
  ],
  [
    "an exclusion at two scopes at once",
    { exclusions: [{ ...exclusion, directoryScopeId: "/", appScopeId: "/a" }] },
    ["/spec/exclusions/0 invalidValue"],
  ],
  ["a decision without a scope", { dispositions: [decision] }, ["/spec/dispositions/0 invalidValue"]],
  [
    "two decisions about one assignment",
    {
      dispositions: [
        { ...decision, directoryScopeId: "/" },
        { ...decision, directoryScopeId: "/", disposition: "keep" },
      ],
    },
    ["/spec/dispositions/1 duplicate"],
  ],
  [
    "a tier-zero word that says no",
    { selection: { roles: [{ all: "remaining" }], tierZero: false } },
    ["/spec/selection/tierZero invalidValue"],
  ],
])("is refused with its place: %s", (_, spec, expected) => {
  expect(problemsWith(spec)).toEqual(expected);
});

test("what rules, exclusions and selections name must be there, and a group must be one", () => {
  const spec: Plan["spec"] = {
    ...soundPlan().spec,
    selection: { roles: [{ all: "remaining" }], principals: { groups: [ANN, ROLE] } },
    exclusions: [{ ...exclusion, reasonCode: "vendor", roleDefinitionId: ROLE }],
    strategy: {
      default: "convert",
      // oxlint-disable-next-line unicorn/no-thenable -- the plan's own word
      rules: [{ name: "chiefs", when: { roles: [{ name: "Chief" }] }, then: "keep" }],
    },
  };
  const users = [...GLASS, ANN].map((id) => ({
    ...NOTHING_KNOWN,
    id,
    type: "user" as const,
    accountEnabled: true,
  }));
  const problems = checkReferences(spec, {
    tenantId: spec.tenant.id,
    cloud: null,
    roles: [],
    principals: users,
  });
  expect(problems.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()).toEqual([
    "/spec/exclusions/0/roleDefinitionId unknownRole",
    "/spec/selection/principals/groups/0 notAGroup",
    "/spec/selection/principals/groups/1 unknownPrincipal",
    "/spec/strategy/rules/0/when/roles/0/name unknownRole",
  ]);
});
