import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GraphTenant } from "../tenant.ts";
import { StubGraph } from "../testing/stub-graph.ts";

let stub: StubGraph;
let tenant: GraphTenant;

beforeAll(async () => {
  stub = await StubGraph.start();
  tenant = stub.tenant();
});

afterAll(async () => {
  await tenant.close();
  await stub.close();
});

async function userWith(more: object): Promise<object | undefined> {
  const body = { value: [{ id: "u1", accountEnabled: true, ...more }] };
  stub.answerInTurn({ body: { responses: [{ id: "1", status: 200, body }] } });
  const { answer } = await tenant.findPrincipals("users", ["u1"]);
  return answer.ok ? answer.value[0] : undefined;
}

describe("what is known of a user", () => {
  test("is nothing where nothing is said: unknown is never inactive, and never without a licence", async () => {
    const unknown = { lastSignIn: { isKnown: false }, isMicrosoftAccount: null, isLicensedForPim: null };
    expect(await userWith({})).toMatchObject(unknown);
    expect(await userWith({ signInActivity: null, identities: null, assignedPlans: null })).toMatchObject(
      unknown,
    );
  });

  test.each([
    ["2026-03-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z"],
    ["2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", null, "2026-03-01T00:00:00Z"],
    ["2026-01-01T00:00:00Z", null, undefined, "2026-01-01T00:00:00Z"],
    [null, null, null, null],
  ])(
    "the last sign-in of interactive %s, other %s, successful %s is %s",
    async (lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime, at) => {
      const signInActivity = {
        lastSignInDateTime,
        lastNonInteractiveSignInDateTime,
        lastSuccessfulSignInDateTime,
      };
      expect(await userWith({ signInActivity })).toMatchObject({ lastSignIn: { isKnown: true, at } });
    },
  );

  test.each([
    ["MicrosoftAccount", true],
    ["live.com", true],
    ["contoso.onmicrosoft.com", false],
    ["ExternalAzureAD", false],
  ])("an identity of the issuer %s is a personal account: %s", async (issuer, isMicrosoftAccount) => {
    expect(await userWith({ identities: [{ issuer }] })).toMatchObject({ isMicrosoftAccount });
  });

  test.each([
    ["eec0eb4f-6444-4f95-aba0-50c24d67f998", "Enabled", true],
    ["E866A266-3CFF-43A3-ACCA-0C90A7E00C8B", "enabled", true],
    ["eec0eb4f-6444-4f95-aba0-50c24d67f998", "Deleted", false],
    ["41781fb2-bc02-4b7c-bd55-b576c07bb09d", "Enabled", false],
  ])("the plan %s, %s, is enough for PIM: %s", async (servicePlanId, capabilityStatus, isLicensedForPim) => {
    const assignedPlans = [{ servicePlanId, capabilityStatus }];
    expect(await userWith({ assignedPlans })).toMatchObject({ isLicensedForPim });
  });
});

test.each([
  [["DynamicMembership", "Unified"], null, true],
  [[], "user.department -eq 1", true],
  [[], null, false],
  [undefined, undefined, null],
])("a group with %j and the rule %s is dynamic: %s", async (groupTypes, membershipRule, isDynamic) => {
  const group = { id: "g1", isAssignableToRole: null, groupTypes, membershipRule };
  const responses = [
    { id: "1", status: 200, body: { value: [group] } },
    { id: "2", status: 200, body: { value: [] } },
  ];
  stub.answerInTurn({ body: { responses } });
  expect(await tenant.findPrincipals("others", ["g1"])).toMatchObject({ answer: { value: [{ isDynamic }] } });
});
