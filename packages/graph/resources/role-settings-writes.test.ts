import { GLOBAL_ADMINISTRATOR, RULE_IDS, type RoleRule } from "@standdown/domain";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { documentedIn, pathOf, rowsOf } from "../testing/documented.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { roleRules } from "../../../test/stand/role-rules.ts";
import type { GraphTenant } from "../tenant.ts";
import { StubGraph } from "../testing/stub-graph.ts";

const POLICY = "DirectoryRole_t_p";
const ROLE = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
const CLIENT_REQUEST_ID = "0fb3b9a2-6b51-4b0e-8c1d-2d9a4f0c7e55";

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

const APPROVAL: RoleRule = {
  kind: "approval",
  id: "Approval_EndUser_Assignment",
  isApprovalRequired: true,
  isApprovalRequiredForExtension: true,
  isRequestorJustificationRequired: false,
  approvalMode: "SingleStage",
  approvalStages: [
    {
      approvalStageTimeOutInDays: 3,
      isApproverJustificationRequired: false,
      isEscalationEnabled: false,
      escalationTimeInMinutes: 0,
      primaryApprovers: [
        { kind: "user", id: "u1", description: "Ada" },
        { kind: "group", id: "g1" },
      ],
      escalationApprovers: [],
    },
  ],
};
const CONTEXT: RoleRule = {
  kind: "authenticationContext",
  id: "AuthenticationContext_EndUser_Assignment",
  isEnabled: true,
  claimValue: "c1",
};

function change(rules: readonly RoleRule[]): ReturnType<GraphTenant["changeRoleSettings"]> {
  return tenant.changeRoleSettings({ policyId: POLICY, rules, clientRequestId: CLIENT_REQUEST_ID });
}

/** What a read answers when the rules of the last write are in force. */
function listed(roleDefinitionId: string): object {
  const rules = stub.asked.at(-1)?.body["rules"];
  return {
    value: [{ id: `${POLICY}_${roleDefinitionId}`, policyId: POLICY, roleDefinitionId, policy: { rules } }],
  };
}

describe("the settings of a role", () => {
  test("are read as they were written, every rule whole, in one request each", async () => {
    const rules = roleRules(APPROVAL, CONTEXT);
    stub.answerInTurn({ body: { id: POLICY } });
    expect(await change(rules)).toEqual({ ok: true, value: null, requestId: "their-id" });
    expect(stub.asked).toMatchObject([
      { method: "PATCH", path: `/v1.0/policies/roleManagementPolicies/${POLICY}` },
    ]);
    stub.answerInTurn({ body: listed(ROLE) });
    expect(await tenant.readRoleSettings(ROLE)).toMatchObject({
      ok: true,
      value: { policyId: POLICY, roleDefinitionId: ROLE, rules },
    });
    expect(rules.map(({ id }) => id)).toEqual(RULE_IDS);
    expect(stub.asked).toHaveLength(2);
  });

  test("name approvers as v1.0 is documented", async () => {
    stub.answerInTurn({ body: {} });
    await change([APPROVAL]);
    expect(JSON.stringify(stub.asked[0]?.body)).toContain(
      '"primaryApprovers":[{"@odata.type":"#microsoft.graph.singleUser","userId":"u1","description":"Ada"},' +
        '{"@odata.type":"#microsoft.graph.groupMembers","groupId":"g1"}]',
    );
  });

  test("of another role, or of none, are no answer", async () => {
    stub.answerInTurn({ body: {} });
    await change(roleRules());
    for (const body of [{ value: [] }, listed("another"), {}]) {
      stub.answerInTurn({ body });
      expect(await tenant.readRoleSettings(ROLE)).toMatchObject({
        ok: false,
        problem: { code: "answerMalformed", verdict: "retry" },
      });
    }
  });

  test.each([
    [400, "InvalidPolicy", "never"],
    [400, "InvalidPolicyRule", "never"],
    [400, "MfaAndAcrsConflict", "ask"],
    [429, "TooManyRequests", "retry"],
    [503, "serviceUnavailable", "read"],
  ])("that are refused with %i %s are told as such", async (status, code, verdict) => {
    stub.answerInTurn({ status, body: { error: { code, message: "The policy is invalid." } } });
    expect(await change([CONTEXT])).toMatchObject({ ok: false, problem: { code, verdict } });
  });

  test("that may not be read or changed name the permission that is missing", async () => {
    stub.answerInTurn({ status: 403, body: { error: { code: "Authorization_RequestDenied" } } });
    const asked = [
      [await tenant.readRoleSettings(ROLE), "RoleManagementPolicy.Read.Directory"],
      [await change([CONTEXT]), "RoleManagementPolicy.ReadWrite.Directory"],
    ] as const;
    for (const [answer, permission] of asked) {
      expect(!answer.ok && answer.problem).toMatchObject({ verdict: "ask" });
      expect(!answer.ok && answer.problem.advice).toContain(permission);
    }
  });
});

/** The rules of Microsoft's own example, as the domain has them. */
const DOCUMENTED_RULES: readonly RoleRule[] = [
  {
    kind: "approval",
    id: "Approval_EndUser_Assignment",
    isApprovalRequired: false,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: "SingleStage",
    approvalStages: [
      {
        approvalStageTimeOutInDays: 1,
        isApproverJustificationRequired: true,
        isEscalationEnabled: false,
        escalationTimeInMinutes: 0,
        primaryApprovers: [],
        escalationApprovers: [],
      },
    ],
  },
  {
    kind: "authenticationContext",
    id: "AuthenticationContext_EndUser_Assignment",
    isEnabled: false,
    claimValue: null,
  },
  { kind: "enablement", id: "Enablement_Admin_Eligibility", enabledRules: [] },
  {
    kind: "expiration",
    id: "Expiration_Admin_Eligibility",
    isExpirationRequired: false,
    maximumDuration: "P365D",
  },
  {
    kind: "notification",
    id: "Notification_Admin_Admin_Eligibility",
    recipientType: "Admin",
    notificationLevel: "All",
    isDefaultRecipientsEnabled: true,
    notificationRecipients: [],
  },
];

describeWithSharedData("the settings of a role, as Microsoft documents them", (folder) => {
  const documented = documentedIn(folder);

  test("are changed by the documented call, several rules at once", async () => {
    const example = documented("update_unifiedrolemanagementpolicy_directory");
    stub.answerInTurn({ status: example.status, body: example.responseBody });
    const policyId = example.url.split("/").at(-1) ?? "";
    const request = { policyId, rules: DOCUMENTED_RULES, clientRequestId: CLIENT_REQUEST_ID };
    expect(await tenant.changeRoleSettings(request)).toEqual({
      ok: true,
      value: null,
      requestId: "their-id",
    });
    expect(stub.asked).toMatchObject([
      {
        method: example.method,
        path: `/v1.0${pathOf(example)}`,
        headers: { "client-request-id": CLIENT_REQUEST_ID, "content-type": "application/json" },
      },
    ]);
    expect(stub.asked[0]?.body).toEqual(example.requestBody);
  });

  test("are read of one role by its id", async () => {
    const example = documented("list_unifiedrolemanagementpolicyassignment_expand_all_relationships");
    stub.answerInTurn({ status: example.status, body: example.responseBody });
    const answer = await tenant.readRoleSettings(GLOBAL_ADMINISTRATOR);
    expect(stub.asked[0]?.query).toEqual({
      $filter: `scopeId eq '/' and scopeType eq 'DirectoryRole' and roleDefinitionId eq '${GLOBAL_ADMINISTRATOR}'`,
      $expand: "policy($expand=rules)",
    });
    if (!answer.ok) throw new Error(answer.problem.message);
    expect(answer.value.policyId).toBe(rowsOf(example)[0]?.["policyId"]);
    expect(answer.value.rules.map(({ id }) => id)).toEqual(RULE_IDS);
  });
});
