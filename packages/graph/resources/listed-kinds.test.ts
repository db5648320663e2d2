import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ListedKind } from "@standdown/domain";
import type { GraphTenant } from "../tenant.ts";
import { StubGraph, type Given } from "../testing/stub-graph.ts";

let stub: StubGraph;
let tenant: GraphTenant;

beforeAll(async () => {
  stub = await StubGraph.start();
  tenant = stub.tenant();
});

beforeEach(() => {
  stub.asked.length = 0;
});

afterAll(async () => {
  await tenant.close();
  await stub.close();
});

const REFUSED: Given = {
  status: 403,
  body: { error: { code: "Authorization_RequestDenied", message: "no" } },
};

async function rowsOf(kind: ListedKind, ...values: readonly object[]): Promise<readonly object[]> {
  stub.answerInTurn({ body: { value: values } });
  const { answer } = await tenant.readListed(kind, null);
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value.page.rows;
}

describe("a listed collection", () => {
  test("is read one page at a time, each further one exactly where the page before said", async () => {
    const next = `${stub.origin}/v1.0/directory/administrativeUnits?$skiptoken=~!(2)`;
    stub.answerInTurn({ body: { value: [{ id: "1", displayName: "a" }], "@odata.nextLink": next } });
    expect(await tenant.readListed("administrativeUnits", null)).toMatchObject({
      requestCount: 1,
      answer: { value: { page: { rows: [{ id: "1" }] }, next } },
    });
    stub.answerInTurn({ body: { value: [{ id: "2", displayName: "b" }] } });
    expect(await tenant.readListed("administrativeUnits", next)).toMatchObject({
      answer: { value: { page: { rows: [{ id: "2" }] }, next: null } },
    });
    expect(`${stub.origin}${stub.asked.at(-1)?.target}`).toBe(next);
  });

  test("whose page leads to itself is not read for ever", async () => {
    const next = `${stub.origin}/v1.0/subscribedSkus?$skiptoken=2`;
    stub.answerInTurn({ body: { value: [], "@odata.nextLink": next } });
    expect(await tenant.readListed("licences", next)).toMatchObject({
      answer: { problem: { code: "answerMalformed" } },
    });
  });

  test.each([
    ["roles", "RoleManagement.Read.Directory"],
    ["administrativeUnits", "AdministrativeUnit.Read.All"],
    ["licences", "Organization.Read.All"],
    ["conditionalAccessPolicies", "Policy.Read.All"],
    ["roleSettings", "RoleManagementPolicy.Read.Directory"],
    ["roleAssignments", "RoleManagement.Read.Directory"],
    ["assignments", "RoleAssignmentSchedule.Read.Directory"],
    ["eligibilities", "RoleEligibilitySchedule.Read.Directory"],
    ["mfaRegistrations", "AuditLog.Read.All"],
  ] as const)("of %s that may not be read is a problem that names %s", async (kind, permission) => {
    stub.answerInTurn(REFUSED);
    const { answer } = await tenant.readListed(kind, null);
    expect(answer).toMatchObject({ ok: false, problem: { status: 403, verdict: "ask" } });
    expect(!answer.ok && answer.problem.advice).toContain(` ${permission}:`);
  });

  test("that needs a licence is not said to need a permission", async () => {
    const code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
    stub.answerInTurn({ status: 403, body: { error: { code, message: "no premium" } } });
    const { answer } = await tenant.readListed("mfaRegistrations", null);
    expect(answer).toMatchObject({ problem: { code, verdict: "ask" } });
    expect(!answer.ok && answer.problem.advice).toContain("P1");
  });
});

function roleOf(id: string, isBuiltIn: boolean): object {
  return { id, templateId: id, displayName: id, isBuiltIn, isEnabled: true };
}

describe("roles", () => {
  const BUILT_IN = "62e90394-69f5-4237-9190-012177145e10";
  const roles = { body: { value: [roleOf(BUILT_IN, true), roleOf("own", false)] } };

  test("have the mark that beta gives them, custom ones too", async () => {
    stub.answerInTurn({ body: { value: [{ id: "own" }] } }, roles);
    expect((await tenant.readListed("roles", null)).answer).toMatchObject({
      value: {
        page: {
          rows: [
            { id: BUILT_IN, isPrivileged: false },
            { id: "own", isPrivileged: true },
          ],
        },
        next: null,
      },
    });
  });

  test.each([400, 403, 404])(
    "without beta (%i): those of Microsoft are known, the own ones are not",
    async (status) => {
      stub.answerInTurn({ status, body: { error: { code: "x", message: "" } } }, roles);
      expect(await tenant.readListed("roles", null)).toMatchObject({
        requestCount: 2,
        answer: {
          value: {
            page: {
              rows: [
                { id: BUILT_IN, isPrivileged: true },
                { id: "own", isPrivileged: null },
              ],
            },
          },
        },
      });
    },
  );

  test.each([429, 503])("are a problem where beta is only out of reach (%i)", async (status) => {
    stub.answerInTurn({ status, body: {} }, roles);
    expect(await tenant.readListed("roles", null)).toMatchObject({ answer: { ok: false } });
  });
});

describe("conditional access", () => {
  const policy = {
    id: "p",
    displayName: "Admins",
    state: "enabledForReportingButNotEnforced",
    conditions: {
      users: { includeUsers: ["All"], excludeGroups: ["g"], includeRoles: ["r"], excludeRoles: null },
      applications: { includeAuthenticationContextClassReferences: ["c1"] },
    },
    grantControls: { operator: "OR", builtInControls: ["mfa"], authenticationStrength: null },
  };
  const NOBODY = {
    includeRoles: [],
    excludeRoles: [],
    includeUsers: [],
    excludeUsers: [],
    includeGroups: [],
    excludeGroups: [],
  };

  test("says whom a policy targets and what it asks", async () => {
    expect(await rowsOf("conditionalAccessPolicies", policy)).toEqual([
      {
        ...NOBODY,
        id: "p",
        displayName: "Admins",
        state: "enabledForReportingButNotEnforced",
        includeRoles: ["r"],
        includeUsers: ["All"],
        excludeGroups: ["g"],
        authenticationContexts: ["c1"],
        grantControls: ["mfa"],
      },
    ]);
    expect(stub.asked.map(({ target }) => target)).toEqual(["/v1.0/identity/conditionalAccess/policies"]);
  });

  test("a policy for workloads targets nobody, one for sessions grants nothing", async () => {
    const other = { ...policy, conditions: { users: null, applications: null }, grantControls: null };
    expect(await rowsOf("conditionalAccessPolicies", other)).toMatchObject([
      { ...NOBODY, authenticationContexts: [], grantControls: [] },
    ]);
  });

  test("a state that is not known is a problem", async () => {
    stub.answerInTurn({ body: { value: [{ ...policy, state: "sometimes" }] } });
    expect(await tenant.readListed("conditionalAccessPolicies", null)).toMatchObject({
      answer: { problem: { code: "answerMalformed" } },
    });
  });
});

test("registrations are those of people with roles", async () => {
  const row = { id: "u", isMfaRegistered: true, methodsRegistered: ["fido2"], isAdmin: true };
  expect(await rowsOf("mfaRegistrations", row)).toEqual([
    { id: "u", isMfaRegistered: true, methodsRegistered: ["fido2"] },
  ]);
  expect(stub.asked.map(({ path, query }) => ({ path, query }))).toEqual([
    {
      path: "/v1.0/reports/authenticationMethods/userRegistrationDetails",
      query: { $filter: "isAdmin eq true" },
    },
  ]);
});
