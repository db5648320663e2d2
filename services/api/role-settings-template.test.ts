import type { InventoryDocument } from "@standdown/contracts";
import { checkPlan, ofEachKind, type RoleSettings, type TenantFacts } from "@standdown/domain";
import { expect, it } from "vitest";
import {
  MESSAGE_CENTER_READER,
  messageCenterReader,
  soundPlan,
  startApiUnderTest,
  TENANT_ID,
  untouchableStore,
} from "./api-under-test.ts";
import { fourHours } from "./four-hours.ts";
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

/** A tenant with one role and these settings. */
function facts(roleSettings: readonly RoleSettings[]): TenantFacts {
  return {
    id: ID,
    tenantId: TENANT_ID,
    readAt: "2026-11-23T12:00:00Z",
    roles: [messageCenterReader],
    administrativeUnits: [],
    roleSettings,
    conditionalAccessPolicies: [],
    licences: [],
    groupMembers: [],
  };
}

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
    loadTenantFacts: async () => facts([fourHours]),
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
