import { expect, test } from "vitest";
import {
  NO_ROWS,
  NOTHING_KNOWN,
  compilePlan,
  GLOBAL_ADMINISTRATOR,
  type AssignmentInstance,
  type Compilation,
  type CompileInput,
  type EligibilityInstance,
  type Inventory,
  type Plan,
  type Principal,
  type RoleAssignment,
} from "@standdown/domain";

const READER = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
const SYNC = "d29b2b05-8046-44ba-8758-1e26182fcf32";
const UNIT = "/administrativeUnits/unit";

function principal(id: string, overrides: Partial<Principal> = {}): Principal {
  return {
    id,
    type: "user",
    ...NOTHING_KNOWN,
    displayName: id,
    userPrincipalName: `${id}@contoso.example`,
    accountEnabled: true,
    userType: "Member",
    department: "Sales",
    ...overrides,
  };
}

function row(principalId: string, overrides: Partial<AssignmentInstance> = {}): AssignmentInstance {
  const key = {
    principalId,
    roleDefinitionId: READER,
    directoryScopeId: "/",
    appScopeId: null,
    ...overrides,
  };
  return {
    id: `${principalId}-row`,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: `${principalId}-row`,
    roleAssignmentOriginId: null,
    ...key,
  };
}

function eligible(principalId: string, endDateTime: string | null): EligibilityInstance {
  return {
    id: `${principalId}-e`,
    principalId,
    roleDefinitionId: READER,
    directoryScopeId: "/",
    appScopeId: null,
    memberType: "Direct",
    startDateTime: "2026-01-01T00:00:00Z",
    endDateTime,
    roleEligibilityScheduleId: `${principalId}-s`,
  };
}

/** One row of every kind: who, what is in the tenant, and what must become of it and why. */
const CASES: [string, AssignmentInstance, Partial<Principal> | null, string, string][] = [
  ["a user's standing access", row("ann"), {}, "convert", "selected"],
  ["a guest's standing access", row("gus"), { userType: "Guest" }, "convert", "selected"],
  [
    "standing access in an administrative unit",
    row("una", { directoryScopeId: UNIT }),
    {},
    "convert",
    "selected",
  ],
  [
    "a role-assignable group",
    row("team"),
    { type: "group", isAssignableToRole: true },
    "convert",
    "selected",
  ],
  ["who is eligible already", row("eli"), {}, "convert", "selected"],
  ["who is eligible until a day", row("tim"), {}, "review", "eligibilityDiffers"],
  [
    "a plain group",
    row("club"),
    { type: "group", isAssignableToRole: null },
    "review",
    "groupNotRoleAssignable",
  ],
  ["a disabled account", row("dis"), { accountEnabled: false }, "review", "accountDisabled"],
  ["a deleted principal", row("gone"), null, "review", "principalUnknown"],
  ["an application", row("app"), { type: "servicePrincipal" }, "keep", "servicePrincipal"],
  ["a time-bound assignment", row("bound", { endDateTime: "2027-01-01T00:00:00Z" }), {}, "keep", "timeBound"],
  [
    "an activation",
    row("act", { assignmentType: "Activated", endDateTime: "2026-06-01T04:00:00Z" }),
    {},
    "keep",
    "activation",
  ],
  ["access through a group", row("member", { memberType: "Group" }), {}, "keep", "throughGroup"],
  ["a synchronization account", row("sync", { roleDefinitionId: SYNC }), {}, "keep", "roleNeverMoved"],
  ["an unknown role", row("odd", { roleDefinitionId: "nobody-knows" }), {}, "review", "roleUnknown"],
  [
    "a Global Administrator",
    row("boss", { roleDefinitionId: GLOBAL_ADMINISTRATOR }),
    {},
    "keep",
    "roleNotSelected",
  ],
  ["somebody who is excluded", row("exc"), {}, "exclude", "excluded"],
  ["somebody whose exclusion is over", row("late"), {}, "convert", "selected"],
  ["another department", row("far"), { department: "Research" }, "keep", "principalNotSelected"],
  ["access at an application", row("own", { directoryScopeId: "/object" }), {}, "keep", "scopeNotSelected"],
  ["a row that the other list lacks", row("half"), {}, "review", "unreconciled"],
  [
    "an emergency access account",
    row("glass1", { roleDefinitionId: GLOBAL_ADMINISTRATOR }),
    {},
    "exclude",
    "emergencyAccess",
  ],
  [
    "the other one",
    row("glass2", { roleDefinitionId: GLOBAL_ADMINISTRATOR }),
    {},
    "exclude",
    "emergencyAccess",
  ],
];

const PLAN: Plan = {
  apiVersion: "standdown/v1",
  kind: "RolloutPlan",
  metadata: { name: "remaining-roles" },
  spec: {
    tenant: { id: "tenant", cloud: "global" },
    change: { system: "servicenow", number: "CHG1" },
    justification: "why",
    emergencyAccess: { principals: ["glass1", "glass2"], minimumStanding: 2 },
    selection: {
      roles: [{ all: "remaining" }],
      principals: { departments: ["Sales"] },
      scopes: { applications: false },
    },
    exclusions: [
      { principalId: "exc", reasonCode: "serviceAccount", owner: "wei", expires: "2026-06-01" },
      { principalId: "late", reasonCode: "serviceAccount", owner: "wei", expires: "2026-05-31" },
    ],
    strategy: { default: "convert" },
    eligibility: { expiration: "none" },
    waves: [{ name: "all", size: { remainder: true }, failureBudget: { percent: 34 } }],
  },
};

function plain({
  id,
  principalId,
  roleDefinitionId,
  directoryScopeId,
  appScopeId,
}: AssignmentInstance): RoleAssignment {
  return { id, principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

const INVENTORY: Inventory = {
  ...NO_ROWS,
  id: "inventory",
  tenantId: "tenant",
  readAt: "2026-06-01T00:00:00Z",
  roles: [READER, SYNC, GLOBAL_ADMINISTRATOR].map((id) => ({
    id,
    templateId: id,
    displayName: id,
    isBuiltIn: true,
    isEnabled: true,
    isPrivileged: null,
  })),
  principals: CASES.flatMap(([, { principalId }, overrides]) =>
    overrides === null ? [] : [principal(principalId, overrides)],
  ),
  administrativeUnits: [{ id: "unit", displayName: "Berlin" }],
  assignments: CASES.map(([, assignment]) => assignment),
  roleAssignments: CASES.map(([, assignment]) => plain(assignment)).filter(
    ({ principalId }) => principalId !== "half",
  ),
  eligibilities: [eligible("eli", null), eligible("tim", "2027-01-01T00:00:00Z")],
};

const NOW = new Date("2026-06-01T12:00:00Z");

/** What becomes of each row, guards left out: `guards/guards.test.ts` has them. */
function compile(over: Partial<CompileInput> = {}): Compilation {
  const input = { plan: PLAN, inventory: INVENTORY, now: NOW, former: null, ownAppId: null, guards: [] };
  return compilePlan({ ...input, ...over });
}

test.each(CASES)("%s", (_, assignment, __, disposition, reason) => {
  const compiled = compile();
  const entries = compiled.ok ? compiled.manifest.entries : [];
  expect(entries.find(({ assignmentId }) => assignmentId === assignment.id)).toMatchObject({
    disposition,
    reason,
  });
});

test("the before-image says in words who had what where", () => {
  const compiled = compile();
  const entry = compiled.ok
    ? compiled.manifest.entries.find(({ key }) => key.principalId === "una")
    : undefined;
  expect(entry?.beforeImage).toMatchObject({
    principalName: "una@contoso.example",
    scopeName: "Berlin",
    origin: "outsidePim",
    endDateTime: null,
  });
});

test("a row that only the plain list has is for a person", () => {
  const lonely = { ...plain(row("lone")), id: "lonely" };
  const inventory = {
    ...INVENTORY,
    principals: [...INVENTORY.principals, principal("lone")],
    roleAssignments: [...INVENTORY.roleAssignments, lonely],
  };
  const compiled = compile({ inventory });
  const entries = compiled.ok ? compiled.manifest.entries : [];
  expect(entries.find(({ assignmentId }) => assignmentId === "lonely")).toMatchObject({
    disposition: "review",
    reason: "unreconciled",
  });
});

test("a plan whose emergency access accounts do not stand is refused", () => {
  const assignments = INVENTORY.assignments.filter(({ principalId }) => principalId !== "glass2");
  const compiled = compile({ inventory: { ...INVENTORY, assignments }, guards: ["emergencyAccess"] });
  expect(compiled).toMatchObject({
    ok: false,
    problems: [
      { pointer: "/spec/emergencyAccess/principals/1", code: "emergencyAccessNotStanding" },
      { pointer: "/spec/emergencyAccess/minimumStanding", code: "emergencyAccessTooFew" },
    ],
  });
});

test("what a wave leaves out is the strictest: no failures, no soak, no approval", () => {
  const plan = {
    ...PLAN,
    spec: { ...PLAN.spec, waves: [{ name: "all", size: { remainder: true as const } }] },
  };
  const compiled = compile({ plan });
  const wave = compiled.ok ? compiled.manifest.waves[0] : undefined;
  expect(wave).toMatchObject({ concurrencyMax: 250, failureBudgetCount: 0, soakMs: 0, approvalMinimum: 0 });
});
