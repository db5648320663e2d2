import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RULE_IDS, type RoleRule, type RoleSettings } from "@standdown/domain";
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

const stage = (...primaryApprovers: object[]): object => ({
  approvalStageTimeOutInDays: 1,
  isApproverJustificationRequired: true,
  primaryApprovers,
});
const setting = (more: object): object => ({
  isApprovalRequired: true,
  isApprovalRequiredForExtension: false,
  isRequestorJustificationRequired: true,
  ...more,
});

function ruleOf(id: string): object {
  if (id.startsWith("Expiration")) return { id, isExpirationRequired: true, maximumDuration: "PT8H" };
  if (id.startsWith("Enablement")) return { id, enabledRules: ["justification"] };
  if (id.startsWith("Approval")) return { id, setting: setting({ approvalStages: [stage()] }) };
  if (id.startsWith("Auth")) return { id, isEnabled: false, claimValue: "" };
  return {
    id,
    recipientType: "Admin",
    notificationLevel: "Critical",
    isDefaultRecipientsEnabled: false,
    notificationRecipients: ["soc@contoso.com"],
  };
}

/** The settings with some rules otherwise; `undefined` leaves one out. */
function settings(changed: Readonly<Record<string, object | undefined>>, ...more: readonly object[]): object {
  const rules = RULE_IDS.map((id) => (id in changed ? changed[id] : ruleOf(id))).filter(Boolean);
  return { id: "a", policyId: "p", roleDefinitionId: "r", policy: { rules: [...more, ...rules] } };
}

async function readSettings(row: object): Promise<readonly RoleSettings[]> {
  stub.answerInTurn({ body: { value: [row] } });
  const { answer } = await tenant.readListed("roleSettings", null);
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value.page.kind === "roleSettings" ? answer.value.page.rows : [];
}

async function readRule(id: string, rule: object): Promise<RoleRule | undefined> {
  const [read] = await readSettings(settings({ [id]: { id, ...rule } }));
  return read?.rules.find((each) => each.id === id);
}

describe("role settings", () => {
  test("are the 17 rules, each typed; rules that are not known are passed over", async () => {
    const [read] = await readSettings(settings({}, { id: "Something_New", setting: 1 }));
    expect(read).toMatchObject({ id: "a", policyId: "p", roleDefinitionId: "r" });
    expect(read?.rules.map(({ id }) => id)).toEqual(RULE_IDS);
  });

  test("without a context, empty and null are the same", async () => {
    const id = "AuthenticationContext_EndUser_Assignment";
    for (const claimValue of ["", null]) {
      expect(await readRule(id, { isEnabled: false, claimValue })).toMatchObject({ claimValue: null });
    }
    expect(await readRule(id, { isEnabled: true, claimValue: "c1" })).toMatchObject({ claimValue: "c1" });
  });

  test("approvers are told as v1.0 and as beta write them", async () => {
    const approvers = [
      { "@odata.type": "#microsoft.graph.singleUser", userId: "u1", isBackup: false },
      { "@odata.type": "#microsoft.graph.groupMembers", groupId: "g1" },
      { "@odata.type": "#microsoft.graph.singleUser", id: "u2", description: "Ada" },
      { "@odata.type": "#microsoft.graph.groupMembers", id: "g2" },
    ];
    const rule = { setting: setting({ approvalStages: [stage(...approvers)] }) };
    expect(await readRule("Approval_EndUser_Assignment", rule)).toMatchObject({
      isApprovalRequired: true,
      approvalStages: [
        {
          isApproverJustificationRequired: true,
          primaryApprovers: [
            { kind: "user", id: "u1" },
            { kind: "group", id: "g1" },
            { kind: "user", id: "u2", description: "Ada" },
            { kind: "group", id: "g2" },
          ],
        },
      ],
    });
  });

  test("need no stage where no approval is required", async () => {
    const rule = { setting: setting({ isApprovalRequired: false, approvalStages: null }) };
    expect(await readRule("Approval_EndUser_Assignment", rule)).toMatchObject({ approvalStages: [] });
  });

  test.each([
    ["Expiration_EndUser_Assignment", undefined],
    ["Expiration_EndUser_Assignment", { isExpirationRequired: "yes" }],
    ["Expiration_EndUser_Assignment", { isExpirationRequired: true, maximumDuration: "8 hours" }],
    ["Enablement_EndUser_Assignment", { enabledRules: ["Telepathy"] }],
    ["Approval_EndUser_Assignment", { setting: setting({ approvalStages: [] }) }],
    [
      "Approval_EndUser_Assignment",
      {
        setting: setting({ approvalStages: [stage({ "@odata.type": "#microsoft.graph.requestorManager" })] }),
      },
    ],
    ["Notification_Admin_Admin_Assignment", { recipientType: "Admin", notificationLevel: "Loud" }],
    ["AuthenticationContext_EndUser_Assignment", { claimValue: "c1" }],
  ])("are a problem, not a default, with %s as %j", async (id, rule) => {
    stub.answerInTurn({ body: { value: [settings({ [id]: rule && { id, ...rule } })] } });
    const { answer } = await tenant.readListed("roleSettings", null);
    expect(answer).toMatchObject({ ok: false, problem: { code: "answerMalformed", verdict: "retry" } });
    expect(!answer.ok && answer.problem.message).toContain(id);
  });
});
