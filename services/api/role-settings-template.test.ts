import type { InventoryDocument } from "@standdown/contracts";
import { checkPlan, ofEachKind, RULE_IDS, type RoleRule, type TenantFacts } from "@standdown/domain";
import { expect, it } from "vitest";
import {
  MESSAGE_CENTER_READER,
  messageCenterReader,
  soundPlan,
  startApiUnderTest,
  TENANT_ID,
  untouchableStore,
} from "./api-under-test.ts";
import type { ApiStore } from "./ports.ts";

const ID = "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d";
const COMPLETED: InventoryDocument = {
  id: ID,
  tenantId: TENANT_ID,
  requestedBy: "author",
  state: "completed",
  createdAt: "2026-11-23T12:00:00Z",
  endedAt: "2026-11-23T12:00:00Z",
  counts: ofEachKind(() => 0),
  reading: ofEachKind(() => ({ pagesRead: 1, isComplete: true })),
  requestCount: 1,
  problem: null,
};

/** A tenant with one role, which has these rules. */
function facts(rules: readonly RoleRule[]): TenantFacts {
  const settings = { id: "a", policyId: "p", roleDefinitionId: MESSAGE_CENTER_READER, rules };
  return {
    id: ID,
    tenantId: TENANT_ID,
    readAt: "2026-11-23T12:00:00Z",
    roles: [messageCenterReader],
    administrativeUnits: [],
    roleSettings: rules.length === 0 ? [] : [settings],
    conditionalAccessPolicies: [],
    licences: [],
    groupMembers: [],
  };
}

/** All 17: an activation takes four hours at most and nothing else. */
const RULES = RULE_IDS.map((id): RoleRule => {
  switch (id) {
    case "Expiration_Admin_Eligibility":
    case "Expiration_Admin_Assignment":
    case "Expiration_EndUser_Assignment":
      return { kind: "expiration", id, isExpirationRequired: true, maximumDuration: "PT4H" };
    case "Enablement_Admin_Eligibility":
    case "Enablement_Admin_Assignment":
    case "Enablement_EndUser_Assignment":
      return { kind: "enablement", id, enabledRules: [] };
    case "AuthenticationContext_EndUser_Assignment":
      return { kind: "authenticationContext", id, isEnabled: false, claimValue: null };
    case "Approval_EndUser_Assignment":
      return {
        kind: "approval",
        id,
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
      };
    default:
      return {
        kind: "notification",
        id,
        recipientType: (["Admin", "Requestor"] as const).find((one) => id.includes(`_${one}_`)) ?? "Approver",
        notificationLevel: "All",
        isDefaultRecipientsEnabled: true,
        notificationRecipients: [],
      };
  }
});

async function answerWith(store: Partial<ApiStore>) {
  const api = await startApiUnderTest({ ...untouchableStore(), ...store });
  const url = `/v1/inventories/${ID}/role-settings-template`;
  const answer = await api.send({ method: "GET", url, as: "author" });
  await api.app.close();
  return answer;
}

it("the settings of a tenant are told as a part of a plan's spec, and a plan with it has no problem", async () => {
  const { status, body } = await answerWith({
    readInventory: async () => COMPLETED,
    loadTenantFacts: async () => facts(RULES),
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    roleSettings: { assign: [{ roles: [{ templateId: MESSAGE_CENTER_READER }] }] },
  });
  const plan = soundPlan();
  const spec = { ...plan.spec, ...Object(body) };
  expect(checkPlan({ ...plan, spec })).toMatchObject({ ok: true });
});

it("there are none while a tenant is read, where no settings were read, and where there is no inventory", async () => {
  const reading = { ...COMPLETED, state: "reading", endedAt: null } as const;
  expect((await answerWith({ readInventory: async () => reading })).status).toBe(409);
  const empty: Partial<ApiStore> = {
    readInventory: async () => COMPLETED,
    loadTenantFacts: async () => facts([]),
  };
  expect(await answerWith(empty)).toMatchObject({
    status: 409,
    body: { code: "inventoryNotUsable", detail: expect.stringContaining("no settings of roles") },
  });
  expect((await answerWith({ readInventory: async () => null })).status).toBe(404);
});
