import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { Parse } from "typebox/value";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { soundPlan } from "./api-under-test.ts";
import { StoredApi } from "./stored-api.ts";
import { checkStored, compileAgain, compileStored } from "./stored-tenant.ts";

const Rollout = Type.Object({
  id: Type.String(),
  inventoryId: Type.String(),
  plan: Type.Optional(Type.Unknown()),
});

let stored: StoredApi;
beforeAll(async () => {
  stored = await StoredApi.start();
});
beforeEach(() => {
  stored.api.jobs.length = 0;
  stored.api.queue.isReachable = true;
});
afterAll(() => stored.close());

describe("a retry", () => {
  it("of a rollout that had ended is refused while another one moves the same people, and told which", async () => {
    const { id } = await stored.makeRunning();
    await stored.post("operator", `/v1/rollouts/${id}/abort`);
    const { plan, inventoryId } = Parse(Rollout, (await stored.get(`/v1/rollouts/${id}`)).body);
    const other = Parse(Rollout, (await stored.post("author", "/v1/rollouts", { plan, inventoryId })).body);
    await compileAgain(stored.store, other.id);
    const held = await stored.post("operator", `/v1/rollouts/${id}/retry`);
    expect([held.status, held.body]).toEqual([
      409,
      expect.objectContaining({ code: "stateConflict", detail: expect.stringContaining(other.id) }),
    ]);
    await stored.post("operator", `/v1/rollouts/${other.id}/abort`);
    expect((await stored.post("operator", `/v1/rollouts/${id}/retry`)).status).toBe(202);
  });
});

describe("an approval", () => {
  it("of a plan that mutes mails is one of two, by somebody else, and each says what is still missing", async () => {
    const { spec, ...plan } = soundPlan();
    const waves = spec.waves.map((wave) => ({ ...wave, muteAssignmentMails: true }));
    const order = { plan: { ...plan, spec: { ...spec, waves } } };
    const made = Parse(Rollout, (await stored.post("author", "/v1/rollouts", order)).body);
    const digest = await compileStored(stored.store, made.id, made.inventoryId);
    const url = `/v1/rollouts/${made.id}/approvals`;
    const word = { digest, decision: "approve", reason: "reviewed" };
    const once = await stored.post("approver", url, word);
    expect(once.body).toMatchObject({
      state: "planned",
      approvalMinimum: 2,
      waves: [{ mutesAssignmentMails: true }, { mutesAssignmentMails: true }],
    });
    expect((await stored.post("approver", url, word)).body).toMatchObject({ code: "alreadyDecided" });
    const twice = await stored.post("author-and-approver", url, word);
    expect(twice.body).toMatchObject({
      state: "approved",
      approvals: [{ approver: "approver" }, { approver: "author-and-approver" }],
    });
  });

  it("signs the manifest's digest and nothing else", async () => {
    const { id, digest } = await stored.makePlanned();
    const url = `/v1/rollouts/${id}/approvals`;
    const wrong = await stored.post("approver", url, {
      digest: "0".repeat(64),
      decision: "approve",
      reason: "",
    });
    expect([wrong.status, wrong.body]).toEqual([409, expect.objectContaining({ code: "digestMismatch" })]);
    const right = await stored.post("approver", url, { digest, decision: "approve", reason: "reviewed" });
    expect([right.status, right.body]).toEqual([
      200,
      expect.objectContaining({
        state: "approved",
        approvals: [expect.objectContaining({ approver: "approver", digest, reason: "reviewed" })],
      }),
    ]);
  });

  it("is never the author's, whatever roles the author has", async () => {
    const { id, digest } = await stored.makePlanned("author-and-approver");
    const order = { digest, decision: "approve", reason: "" };
    const own = await stored.post("author-and-approver", `/v1/rollouts/${id}/approvals`, order);
    expect([own.status, own.body]).toEqual([409, expect.objectContaining({ code: "sameIdentity" })]);
  });

  it("comes before the start", async () => {
    const { id } = await stored.makePlanned();
    const early = await stored.post("operator", `/v1/rollouts/${id}/start`);
    expect([early.status, early.body]).toEqual([
      409,
      expect.objectContaining({ code: "stateConflict", detail: expect.stringContaining("planned") }),
    ]);
  });

  it("of a wave's gate is given by promote, and taken back by reject, which holds the wave", async () => {
    const { id, digest } = await stored.makeRunning();
    const promoted = await stored.post("approver", `/v1/rollouts/${id}/waves/pilot/promote`, {
      digest,
      reason: "go",
    });
    expect([promoted.status, promoted.body]).toEqual([
      200,
      expect.objectContaining({
        approvals: [expect.anything(), expect.objectContaining({ wavePosition: 0, decision: "approve" })],
      }),
    ]);
    const ungated = await stored.post("approver", `/v1/rollouts/${id}/waves/broad/promote`, {
      digest,
      reason: "",
    });
    expect(ungated.status).toBe(409);
    const rejected = await stored.post("approver", `/v1/rollouts/${id}/waves/pilot/reject`, {
      digest,
      reason: "no",
    });
    expect(rejected.body).toMatchObject({ holds: [{ reason: "rejected", detail: "no" }] });
  });
});

async function approved(): Promise<string> {
  const { id, digest } = await stored.makePlanned();
  const order = { digest, decision: "approve", reason: "ok" };
  await stored.post("approver", `/v1/rollouts/${id}/approvals`, order);
  return id;
}

describe("a start", () => {
  it("is taken, and nothing runs before the tenant was compared with what was approved", async () => {
    const id = await approved();
    const drift = `/v1/rollouts/${id}/drift`;
    expect((await stored.get(drift)).body).toMatchObject({ code: "stateConflict" });
    const started = await stored.post("operator", `/v1/rollouts/${id}/start`, { reason: "now" });
    expect([started.status, started.body]).toEqual([
      202,
      expect.objectContaining({
        state: "approved",
        startedAt: null,
        driftCheck: expect.objectContaining({ state: "checking", orderedBy: "operator", reason: "now" }),
      }),
    ]);
    const again = await stored.post("operator", `/v1/rollouts/${id}/start`);
    expect([again.status, again.body]).toEqual([409, expect.objectContaining({ code: "stateConflict" })]);
    await checkStored(stored.store, id);
    expect((await stored.get(`/v1/rollouts/${id}`)).body).toMatchObject({ state: "running" });
    expect((await stored.get(drift)).body).toMatchObject({
      check: { state: "within" },
      items: [],
      next: null,
    });
  });

  it("on a tenant that has changed voids the approval, and the difference can be read page by page", async () => {
    const id = await approved();
    await stored.post("operator", `/v1/rollouts/${id}/start`);
    await checkStored(stored.store, id, 1);
    expect((await stored.get(`/v1/rollouts/${id}`)).body).toMatchObject({
      state: "planned",
      approvals: [{ isVoid: true }],
      driftCheck: { state: "beyond", counts: { added: 0, gone: 2, changed: 0 } },
    });
    const Page = Type.Object({
      items: Type.Array(Type.Object({ kind: Type.String(), principalName: Type.String() })),
      next: Type.Union([Type.String(), Type.Null()]),
    });
    const url = `/v1/rollouts/${id}/drift?limit=1`;
    const first = Parse(Page, (await stored.get(url)).body);
    const second = Parse(Page, (await stored.get(`${url}&cursor=${first.next}`)).body);
    expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual(["gone", "gone"]);
    expect(second.next).toBeNull();
  });
});

describe("a command", () => {
  it("is carried out, answered with the rollout as it then is, and wakes the engine", async () => {
    const { id } = await stored.makeRunning();
    stored.api.jobs.length = 0;
    const paused = await stored.post("operator", `/v1/rollouts/${id}/pause`, { reason: "lunch" });
    expect([paused.status, paused.body]).toEqual([
      202,
      expect.objectContaining({
        holds: [expect.objectContaining({ placedBy: "operator", detail: "lunch" })],
      }),
    ]);
    expect(stored.api.jobs).toEqual([{ kind: "advance", rolloutId: id }]);
    const resumed = await stored.post("operator", `/v1/rollouts/${id}/resume`);
    expect(resumed.body).toMatchObject({ holds: [] });
  });

  it.each(["pause", "resume", "roll-back", "retry"])(
    "%s of a wave that is not there is a 404",
    async (what) => {
      const { id } = await stored.makeRunning();
      const { status, body } = await stored.post("operator", `/v1/rollouts/${id}/waves/none/${what}`);
      expect([status, body]).toEqual([
        404,
        expect.objectContaining({ detail: expect.stringContaining('"none"') }),
      ]);
    },
  );

  it("that does not fit the state says why and changes nothing", async () => {
    const { id } = await stored.makeRunning();
    const before = await stored.get(`/v1/rollouts/${id}`);
    for (const what of ["start", "resume", "waves/broad/roll-back"]) {
      const { status, body } = await stored.post("operator", `/v1/rollouts/${id}/${what}`);
      expect([status, body]).toEqual([409, expect.objectContaining({ code: "stateConflict" })]);
    }
    expect((await stored.get(`/v1/rollouts/${id}`)).body).toEqual(before.body);
  });

  it("given ten times at once is carried out once, and the others are told why not", async () => {
    const { id } = await stored.makeRunning();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => stored.post("operator", `/v1/rollouts/${id}/pause`)),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 202);
    expect(others.map(({ body }) => body)).toEqual(
      Array.from({ length: 9 }, () => expect.objectContaining({ status: 409, code: "stateConflict" })),
    );
    expect((await stored.get(`/v1/rollouts/${id}`)).body).toMatchObject({ holds: [{ reason: "paused" }] });
  });

  it("to a conversion fits the state in which it is", async () => {
    const { id } = await stored.makeRunning();
    const Page = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })) });
    const [first] = Parse(Page, (await stored.get(`/v1/rollouts/${id}/conversions?wave=broad`)).body).items;
    const url = `/v1/conversions/${first?.id}`;
    expect((await stored.get(url)).body).toMatchObject({
      state: "pending",
      wavePosition: 1,
      outcomeCode: null,
    });
    for (const what of ["retry", "roll-back"]) {
      expect((await stored.post("operator", `${url}/${what}`)).body).toMatchObject({ code: "stateConflict" });
    }
    const aborted = await stored.post("operator", `/v1/rollouts/${id}/abort`, { reason: "stop" });
    expect([aborted.status, aborted.body]).toEqual([202, expect.objectContaining({ state: "aborted" })]);
    expect((await stored.get(url)).body).toMatchObject({ state: "skipped", outcomeCode: "aborted" });
    expect((await stored.post("operator", `/v1/conversions/${randomUUID()}/retry`)).status).toBe(404);
  });
});
