import type { RolloutSnapshot, RoleRule } from "@standdown/domain";
import { afterEach, expect, it } from "vitest";
import { startApiUnderTest, TENANT_ID, untouchableStore, type ApiUnderTest } from "./api-under-test.ts";
import { checkAnswers } from "./check-answers.ts";
import type { ApiStore, ListedSettingsChange } from "./ports.ts";

const ID = "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d";
const ROLLOUT: RolloutSnapshot = {
  id: ID,
  tenantId: TENANT_ID,
  name: "remaining-roles",
  state: "running",
  direction: "forward",
  author: "author",
  manifestDigest: "0".repeat(64),
  version: 1,
  approvals: [],
  approvalMinimum: 1,
  driftCheck: null,
  startedAt: "2026-11-23T12:00:00Z",
  holds: [],
  waves: [],
};
const asks = (...enabledRules: readonly ("MultiFactorAuthentication" | "Justification")[]): RoleRule => ({
  kind: "enablement",
  id: "Enablement_EndUser_Assignment",
  enabledRules,
});
const lasts = (maximumDuration: string): RoleRule => ({
  kind: "expiration",
  id: "Expiration_EndUser_Assignment",
  isExpirationRequired: true,
  maximumDuration,
});
const CHANGE: ListedSettingsChange = {
  id: ID,
  rolloutId: ID,
  tenantId: TENANT_ID,
  wavePosition: 0,
  roleDefinitionId: "role",
  roleName: "Helpdesk Administrator",
  policyId: "policy",
  pointer: "/spec/roleSettings/assign/0",
  before: [lasts("PT8H"), asks("MultiFactorAuthentication", "Justification")],
  after: [lasts("PT8H"), asks("Justification")],
  kept: [
    {
      ruleId: "Expiration_EndUser_Assignment",
      from: lasts("PT8H"),
      to: lasts("PT10H"),
      effect: "loosening",
    },
  ],
  state: "quarantined",
  direction: "forward",
  outcomeCode: "changedByOthers",
  outcomeDetail: null,
  wait: { reason: "proof", until: "2026-11-23T12:00:10Z" },
  writtenRules: ["Enablement_EndUser_Assignment"],
  isMuted: true,
  write: {
    state: "proved",
    attempt: 1,
    rules: [asks("Justification")],
    clientRequestId: "w",
    intendedAt: "2026-11-23T12:00:00Z",
    answeredAt: "2026-11-23T12:00:01Z",
    agreedAt: null,
    problem: null,
  },
  readAt: "2026-11-23T12:00:05Z",
  conflicts: [{ ruleId: "Enablement_EndUser_Assignment", expected: asks("Justification"), found: asks() }],
};

let api: ApiUnderTest;
afterEach(() => api.app.close());

async function startWith(store: Partial<ApiStore>, rollout: Partial<RolloutSnapshot> = {}): Promise<void> {
  const loadRollout: ApiStore["loadRollout"] = async (id) => (id === ID ? { ...ROLLOUT, ...rollout } : null);
  api = await startApiUnderTest({ ...untouchableStore(), loadRollout, ...store });
  checkAnswers(api);
}

const check = () =>
  api.send({ method: "POST", url: `/v1/rollouts/${ID}/role-settings/check`, as: "operator" });

it("the settings of roles are told rule by rule, only those that change, with their effect, and page by page", async () => {
  const asked: unknown[] = [];
  const waves: RolloutSnapshot["waves"] = [];
  await startWith(
    {
      listSettingsChanges: async (...given) => {
        asked.push(given);
        return { items: [CHANGE], next: "more" };
      },
    },
    { waves },
  );
  const url = `/v1/rollouts/${ID}/role-settings`;
  const { status, body } = await api.send({
    method: "GET",
    url: `${url}?state=quarantined&limit=1`,
    as: "auditor",
  });
  expect(status).toBe(200);
  expect(asked).toEqual([[ID, { state: "quarantined", wavePosition: null, cursor: null, limit: 1 }]]);
  const { tenantId: _tenantId, before: _before, after: _after, ...shown } = CHANGE;
  const rules = [
    {
      ruleId: "Enablement_EndUser_Assignment",
      from: asks("MultiFactorAuthentication", "Justification"),
      to: asks("Justification"),
      effect: "loosening",
    },
  ];
  expect(body).toEqual({ items: [{ ...shown, rules }], next: "more" });
  for (const query of ["state=tall", "limit=0", "surprise=1"]) {
    expect((await api.send({ method: "GET", url: `${url}?${query}`, as: "auditor" })).status).toBe(422);
  }
  expect((await api.send({ method: "GET", url: `${url}?wave=none`, as: "auditor" })).status).toBe(404);
});

it("they are read again on demand, and the engine is told at once", async () => {
  await startWith({ wantSettingsCheck: async () => 3 });
  expect(await check()).toMatchObject({ status: 202, body: { roleCount: 3 } });
  expect(api.jobs).toEqual([{ kind: "advance", rolloutId: ID }]);
});

it("there is nothing to read again before the first start, or where no settings are applied, and it says so", async () => {
  await startWith({}, { state: "approved", startedAt: null });
  expect(await check()).toMatchObject({
    status: 409,
    body: { code: "stateConflict", detail: expect.stringContaining("nobody has started it yet") },
  });
  await api.app.close();
  await startWith({ wantSettingsCheck: async () => 0 });
  expect(await check()).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("No settings of roles are applied") },
  });
  expect(api.jobs).toEqual([]);
});
