import { expect, test } from "vitest";
import {
  checkReferences,
  NOTHING_KNOWN,
  principalsNamed,
  type Plan,
  type Principal,
} from "@standdown/domain";
import { problemsWith } from "../testing/sound-plan.ts";
import { builtinRole, roleRules } from "../testing/default-rules.ts";

type RoleSettings = NonNullable<Plan["spec"]["roleSettings"]>;

const ROLES = [{ all: "remaining" }];
const ANN = "00000000-0000-4000-8000-0000000000a1";
const OPS = "00000000-0000-4000-8000-0000000000b1";

/** The mistakes of a plan with these templates, of which `mine` is assigned to all remaining roles. */
function problemsOfTemplates(templates: object, assignment: object = {}): string[] {
  return problemsWith({
    roleSettings: { templates, assign: [{ roles: ROLES, template: "mine", ...assignment }] },
  });
}

test("a plan can say every rule of a role's settings, inherit and override", () => {
  const mails = { level: "Critical", defaultRecipients: false, additionalRecipients: ["soc@contoso.com"] };
  const notifications = { admin: mails, requestor: mails, approver: mails };
  const assignments = {
    permanent: false,
    maximumDuration: "P90D",
    require: ["Justification"],
    notifications,
  };
  const mine = {
    extends: "standdown-tier-zero",
    eligible: assignments,
    active: { ...assignments, require: ["MultiFactorAuthentication"] },
    activation: {
      maximumDuration: "PT4H",
      require: ["Justification", "Ticketing"],
      authenticationContext: "c1",
      approval: {
        required: true,
        approvers: [{ user: ANN }, { group: OPS }],
        requestorJustification: true,
        approverJustification: false,
        forExtension: true,
        timeOutInDays: 2,
      },
      notifications,
    },
  };
  const override = { activation: { maximumDuration: "PT24H", approval: { approvers: [] } } };
  expect(problemsOfTemplates({ mine }, { override })).toEqual([]);
  expect(roleRules()).toHaveLength(17);
});

test("every mistake of the shape is told with its place", () => {
  const mine = {
    eligible: { require: ["Ticketing"], maximumDuration: "P1Y" },
    active: { require: ["Ticketing"], permanent: "no" },
    activation: {
      authenticationContext: "c100",
      approval: { approvers: [{ user: ANN, group: OPS }, {}, { user: "ann" }] },
      notifications: {
        admin: { level: "Some", additionalRecipients: ["nobody"] },
        requestor: { additionalRecipients: Array.from({ length: 1001 }, (_, at) => `a${at}@contoso.com`) },
        everybody: {},
      },
    },
    motto: "less",
  };
  const at = "/spec/roleSettings/templates/mine";
  expect(problemsOfTemplates({ mine }).toSorted()).toEqual(
    [
      `${at}/motto unknownField`,
      `${at}/eligible/require/0 invalidValue`,
      `${at}/eligible/maximumDuration invalidValue`,
      `${at}/active/require/0 invalidValue`,
      `${at}/active/permanent invalidType`,
      `${at}/activation/authenticationContext invalidValue`,
      `${at}/activation/approval/approvers/0 invalidValue`,
      `${at}/activation/approval/approvers/1 invalidValue`,
      `${at}/activation/approval/approvers/2/user invalidValue`,
      `${at}/activation/notifications/admin/level invalidValue`,
      `${at}/activation/notifications/admin/additionalRecipients/0 invalidValue`,
      `${at}/activation/notifications/requestor/additionalRecipients invalidValue`,
      `${at}/activation/notifications/everybody unknownField`,
    ].toSorted(),
  );
});

test.each([
  [
    "a template that is not there",
    { mine: { extends: "yours" } },
    {},
    ["templates/mine/extends unknownTemplate"],
  ],
  ["an assigned template that is not there", {}, {}, ["assign/0/template unknownTemplate"]],
  [
    "a name that only objects have",
    { mine: {} },
    { template: "constructor" },
    ["assign/0/template unknownTemplate"],
  ],
  ["a circle of one", { mine: { extends: "mine" } }, {}, ["templates/mine/extends templateCircle"]],
  [
    "a circle, once for each that is in it and not for who leads to it",
    { mine: { extends: "a" }, a: { extends: "b" }, b: { extends: "a" } },
    {},
    ["templates/a/extends templateCircle", "templates/b/extends templateCircle"],
  ],
  [
    "a name of built-in templates",
    { mine: {}, "standdown-mine": {} },
    {},
    ["templates/standdown-mine reservedName"],
  ],
  ["what is no name", { mine: {}, "My/Own": {} }, {}, ["templates/My~1Own invalidValue"]],
  [
    "multifactor authentication and a context at once",
    { mine: { activation: { require: ["MultiFactorAuthentication"], authenticationContext: "c1" } } },
    {},
    ["templates/mine/activation contradiction"],
  ],
  [
    "both at once by inheritance",
    { mine: { extends: "standdown-tier-one", activation: { authenticationContext: "c1" } } },
    {},
    ["templates/mine/activation contradiction"],
  ],
  [
    "both at once by an override",
    { mine: { extends: "standdown-tier-one" } },
    { override: { activation: { authenticationContext: "c1" } } },
    ["assign/0/override/activation contradiction"],
  ],
  [
    "durations that no role takes",
    {
      mine: {
        eligible: { maximumDuration: "PT0S" },
        active: { maximumDuration: "PT4M" },
        activation: { maximumDuration: "PT25H" },
      },
    },
    { override: { activation: { maximumDuration: "PT0S" } } },
    [
      "templates/mine/eligible/maximumDuration invalidValue",
      "templates/mine/active/maximumDuration invalidValue",
      "templates/mine/activation/maximumDuration invalidValue",
      "assign/0/override/activation/maximumDuration invalidValue",
    ],
  ],
])("%s is a mistake", (_name, templates, assignment, expected) => {
  expect(problemsOfTemplates(templates, assignment)).toEqual(
    expected.map((problem) => `/spec/roleSettings/${problem}`),
  );
});

test("what an authentication context replaces can be said", () => {
  const activation = { require: ["Justification"], authenticationContext: "c1" };
  expect(problemsOfTemplates({ mine: { extends: "standdown-tier-one", activation } })).toEqual([]);
});

const SAID: RoleSettings = {
  templates: { mine: { activation: { approval: { approvers: [{ user: ANN }, { group: OPS }] } } } },
  assign: [
    {
      roles: [{ id: ANN }, { name: "Reader" }],
      template: "mine",
      override: { activation: { approval: { approvers: [{ group: ANN }, { user: OPS }] } } },
    },
  ],
};

function referenceProblems(principals: readonly Principal[]): string[] {
  const tenant = { tenantId: "t", cloud: null, roles: [builtinRole("reader")], principals };
  return checkReferences({ roleSettings: SAID }, tenant).map(({ pointer, code }) => `${pointer} ${code}`);
}

test("roles and approvers that a plan names are looked up in the tenant, and must be of their kind", () => {
  const [template, assignment] = ["/spec/roleSettings/templates/mine", "/spec/roleSettings/assign/0"];
  const approvers = "activation/approval/approvers";
  const roles = [`${assignment}/roles/0/id unknownRole`, `${assignment}/roles/1/name unknownRole`];
  expect(principalsNamed({ roleSettings: SAID })).toEqual([ANN, OPS]);
  expect(referenceProblems([])).toEqual([
    ...roles,
    `${template}/${approvers}/0/user unknownPrincipal`,
    `${template}/${approvers}/1/group unknownPrincipal`,
    `${assignment}/override/${approvers}/0/group unknownPrincipal`,
    `${assignment}/override/${approvers}/1/user unknownPrincipal`,
  ]);
  const ann: Principal = { ...NOTHING_KNOWN, id: ANN, type: "user", accountEnabled: false };
  const ops: Principal = { ...NOTHING_KNOWN, id: OPS, type: "group" };
  expect(referenceProblems([ann, ops])).toEqual([
    ...roles,
    `${template}/${approvers}/0/user accountDisabled`,
    `${assignment}/override/${approvers}/0/group notAGroup`,
    `${assignment}/override/${approvers}/1/user notAUser`,
  ]);
});
