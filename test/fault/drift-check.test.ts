import { approvalRule } from "../../packages/domain/testing/approval-rule.ts";
import type { InventoryPage } from "@standdown/domain";
import { checkDrift } from "@standdown/engine";
import { afterEach, expect, test } from "vitest";
import { READER, StoredRollout } from "../stand/stored-rollout.ts";

const PEOPLE = ["ann", "ben", "cid", "dan", "eva", "fay", "gus", "hal"];
/** A policy that stops applying to whoever does not hold the role any more. */
const POLICY: InventoryPage = {
  kind: "conditionalAccessPolicies",
  rows: [
    {
      id: "policy",
      displayName: "Readers need a managed device",
      state: "enabled",
      includeRoles: [READER],
      excludeRoles: [],
      includeUsers: [],
      excludeUsers: [],
      includeGroups: [],
      excludeGroups: [],
      authenticationContexts: [],
      grantControls: ["compliantDevice"],
    },
  ],
};
/** Settings under which these people approve activations of the role. */
const approvedBy = (ids: readonly string[]): InventoryPage => ({
  kind: "roleSettings",
  rows: [
    {
      id: READER,
      policyId: "policy",
      roleDefinitionId: READER,
      rules: [approvalRule(ids.map((id) => ({ kind: "user", id })))],
    },
  ],
});
const TOLERANT = { drift: { tolerance: { percent: 25 } } };

let rollout: StoredRollout;
afterEach(() => rollout.close());

test("a tenant that is what was approved starts the rollout, with what was approved", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  const before = await rollout.load();
  await rollout.startOn(PEOPLE);
  await checkDrift(rollout.worker(), rollout.id);
  const after = await rollout.load();
  expect(after).toMatchObject({
    state: "running",
    manifestDigest: before.manifestDigest,
    driftCheck: { state: "within", counts: { added: 0, gone: 0, changed: 0, approved: 10 } },
  });
  expect(after.startedAt).not.toBeNull();
});

test("within the tolerance exactly what was approved runs: who is new is not touched", async () => {
  rollout = await StoredRollout.approved(PEOPLE, TOLERANT);
  const before = await rollout.waveOf();
  await rollout.startOn([...PEOPLE.slice(1), "new"]);
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({
    state: "running",
    driftCheck: { state: "within", counts: { added: 1, gone: 1, changed: 0, approved: 10 } },
  });
  expect(await rollout.differences()).toEqual(["gone ann", "added new"]);
  expect(await rollout.waveOf()).toEqual(before);
});

test("a warning that nobody has signed is a difference: what the tenant warns of now is signed, and then runs", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  await rollout.startOn(PEOPLE, [POLICY]);
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({
    state: "planned",
    driftCheck: { state: "beyond", counts: { added: 0, gone: 0, changed: 0, warned: 1 } },
  });
  await rollout.approve();
  await rollout.startOn(PEOPLE, [POLICY]);
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "running", driftCheck: { counts: { warned: 0 } } });
});

test("whoever became an approver since it was approved goes last, and that is signed before it runs", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  const before = await rollout.waveOf();
  const pilots = PEOPLE.filter((id) => before[id] === 0);
  await rollout.startOn(PEOPLE, [approvedBy(pilots)]);
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({
    state: "planned",
    driftCheck: { state: "beyond", counts: { added: 0, gone: 0, changed: 2 } },
  });
  const last = Object.fromEntries(pilots.map((id) => [id, 2]));
  expect(await rollout.waveOf()).toEqual({ ...before, ...last });
});

test("beyond it the approval is void, and the manifest of the tenant as it is now can be approved and runs", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  const before = await rollout.load();
  const formerWaves = await rollout.waveOf();
  const promotion = { digest: before.manifestDigest ?? "", reason: "go" };
  await rollout.tell({ name: "promote", wave: "pilot", ...promotion });
  const now = [...PEOPLE.slice(1), "new"];
  await rollout.startOn(now);
  await checkDrift(rollout.worker(), rollout.id);

  const planned = await rollout.load();
  expect(planned).toMatchObject({ state: "planned", startedAt: null, driftCheck: { state: "beyond" } });
  expect(planned.approvals.map(({ isVoid }) => isVoid)).toEqual([true, true]);
  expect(planned.manifestDigest).toBe(planned.driftCheck?.currentDigest);
  expect(planned.manifestDigest).not.toBe(before.manifestDigest);
  const { ann: _ann, ...stayed } = formerWaves;
  expect(await rollout.waveOf()).toEqual({ ...stayed, new: 2 });
  expect(planned.waves.map(({ counts }) => counts.pending).reduce((sum, count) => sum + count)).toBe(8);

  await rollout.approve();
  await rollout.startOn(now);
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "running", manifestDigest: planned.manifestDigest });
});

test("a worker that dies in the middle of the comparison leaves nothing that counts: another one takes it up", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  await rollout.startOn(PEOPLE.slice(2));
  for (const step of ["saveDrafts", "placeMovers", "saveDriftRows", "endDriftCheck"] as const) {
    const { [step]: doIt } = rollout.store;
    const thenDie = async (...given: readonly unknown[]): Promise<never> => {
      if (step !== "endDriftCheck") await Reflect.apply(doIt, null, given);
      throw new Error(`died after ${step}`);
    };
    const dying = rollout.worker({ [step]: thenDie });
    await expect(checkDrift(dying, rollout.id)).rejects.toThrow("died");
    expect(await rollout.load()).toMatchObject({ state: "approved", driftCheck: { state: "checking" } });
    expect((await rollout.store.findWork()).rolloutIds).toEqual([rollout.id]);
  }
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "planned", driftCheck: { state: "beyond" } });
  expect(await rollout.differences()).toEqual(["gone ann", "gone ben"]);
  expect((await rollout.store.findWork()).rolloutIds).toEqual([]);
});

test("of several workers that compare at once one ends the check, and its rows are told once", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  await rollout.startOn(PEOPLE.slice(1));
  await Promise.all([1, 2, 3].map(() => checkDrift(rollout.worker(), rollout.id)));
  expect(await rollout.load()).toMatchObject({ state: "planned", driftCheck: { state: "beyond" } });
  expect(await rollout.differences()).toEqual(["gone ann"]);
  await rollout.store.sealLedger(100);
  const entries = await rollout.store.readLedger(rollout.id, { afterPosition: 0, limit: 100 });
  expect(entries.filter(({ fact }) => fact.kind === "rollout.driftChecked")).toHaveLength(1);
});

test("a pause in the middle of it holds what it starts; an abort in the middle of it starts nothing", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  await rollout.startOn(PEOPLE);
  const { loadRollout } = rollout.store;
  let isPaused = false;
  const pausing = rollout.worker({
    endDriftCheck: async (...given) => {
      if (!isPaused) await rollout.tell({ name: "pause", reason: "wait" });
      isPaused = true;
      return await rollout.store.endDriftCheck(...given);
    },
    loadRollout,
  });
  await checkDrift(pausing, rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "running", holds: [{ reason: "paused" }] });

  const other = await StoredRollout.approved(PEOPLE);
  await other.startOn(PEOPLE);
  const aborting = other.worker({
    saveDriftRows: async () => await other.tell({ name: "abort", reason: "no" }),
  });
  await checkDrift(aborting, other.id);
  expect(await other.load()).toMatchObject({ state: "aborted", driftCheck: { state: "withdrawn" } });
  await other.close();
});

test("a tenant that could not be read leaves it approved and says why; the next start can go well", async () => {
  rollout = await StoredRollout.approved(PEOPLE);
  await rollout.tell({ name: "start", reason: "now" });
  const { driftCheck } = await rollout.load();
  const claim = await rollout.store.claimInventory(driftCheck?.inventoryId ?? "", 60_000);
  if (claim === null) throw new Error("the inventory can't be claimed");
  const problem = {
    code: "serviceNotAvailable",
    verdict: "retry",
    status: 503,
    message: "Not now.",
    advice: "Wait.",
    retryAfterMs: null,
    requestId: null,
    clientRequestId: null,
  } as const;
  await rollout.store.endInventory(claim, { state: "failed", endedAt: new Date().toISOString(), problem });
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({
    state: "approved",
    driftCheck: {
      state: "failed",
      problems: [{ code: "serviceNotAvailable", message: "Not now. Wait." }],
    },
  });
  await rollout.startOn(PEOPLE);
  await checkDrift(rollout.worker(), rollout.id);
  expect(await rollout.load()).toMatchObject({ state: "running", driftCheck: { state: "within" } });
});

test("a plan that can't be carried out on the tenant any more is not started: what it asks for in vain is told", async () => {
  rollout = await StoredRollout.approved(PEOPLE, { selection: { roles: [{ all: "remaining" }] } });
  await rollout.tell({ name: "start", reason: "now" });
  const { driftCheck } = await rollout.load();
  const claim = await rollout.store.claimInventory(driftCheck?.inventoryId ?? "", 60_000);
  if (claim === null) throw new Error("the inventory can't be claimed");
  await rollout.store.endInventory(claim, { state: "completed", endedAt: new Date().toISOString() });
  await checkDrift(rollout.worker(), rollout.id);
  const { state, driftCheck: failed } = await rollout.load();
  expect([state, failed?.state]).toEqual(["approved", "failed"]);
  expect(failed?.problems.map(({ code }) => code)).toContain("emergencyAccessNotStanding");
});
