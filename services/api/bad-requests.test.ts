import type { TenantProblem } from "@standdown/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  BREAK_GLASS,
  soundPlan,
  startApiUnderTest,
  TENANT_ID,
  untouchableStore,
  user,
  type ApiUnderTest,
} from "./api-under-test.ts";

const ID = "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d";
const NOBODY = "aaaaaaaa-0000-4000-8000-00000000dead";
const refused: TenantProblem = {
  code: "Authorization_RequestDenied",
  verdict: "ask",
  status: 403,
  message: "Insufficient privileges",
  advice: "Grant the permission.",
  retryAfterMs: null,
  requestId: null,
  clientRequestId: null,
};

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApiUnderTest(untouchableStore());
});
beforeEach(() => {
  api.tenant.problem = null;
  api.jobs.length = 0;
});
afterAll(() => api.app.close());

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  api.send({ method: "POST", url, as: "author", body, headers });

/** The store of these tests throws when it is touched, so what answers 422 here has stored nothing. */
describe.each(["/v1/rollouts", "/v1/plans/validate"])("a bad plan posted to %s", (url) => {
  it("is refused with all of its mistakes and those around it at once, and nothing is stored", async () => {
    const { spec, ...plan } = soundPlan();
    const { status, body, headers } = await post(url, {
      surprise: true,
      plan: {
        ...plan,
        spec: {
          ...spec,
          cutover: "immediate",
          emergencyAccess: { principals: [BREAK_GLASS[0]], minimumStanding: "2" },
          waves: [{ name: "Pilot", size: { count: 0 } }],
        },
      },
    });
    expect(status).toBe(422);
    expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      code: "planInvalid",
      type: "urn:standdown:problem:planInvalid",
      status: 422,
    });
    expect(pointersIn(body)).toEqual(
      [
        "/surprise",
        "/plan/spec/cutover",
        "/plan/spec/emergencyAccess/principals",
        "/plan/spec/emergencyAccess/minimumStanding",
        "/plan/spec/waves/0/name",
        "/plan/spec/waves/0/size/count",
      ].toSorted(),
    );
    expect(api.jobs).toEqual([]);
  });

  it("that breaks its own rules is refused with each of them", async () => {
    const plan = soundPlan();
    plan.spec.waves = [
      { name: "pilot", size: { remainder: true } },
      { name: "pilot", size: { percent: 50 } },
    ];
    plan.spec.justification = "{who}";
    const { status, body } = await post(url, { plan });
    expect(status).toBe(422);
    expect(pointersIn(body)).toEqual(
      [
        "/plan/spec/waves/0/size",
        "/plan/spec/waves/1/name",
        "/plan/spec/waves/1/size",
        "/plan/spec/justification",
      ].toSorted(),
    );
  });

  it("that names what the tenant lacks is refused with each name and its place", async () => {
    const plan = soundPlan();
    plan.spec.emergencyAccess.principals = [BREAK_GLASS[0], NOBODY];
    plan.spec.selection.roles = [{ name: "Message Centre Reader" }];
    plan.spec.selection.principals = { exclude: [NOBODY] };
    const { status, body } = await post(url, { plan });
    expect(status).toBe(422);
    expect(pointersIn(body)).toEqual(
      [
        "/plan/spec/emergencyAccess/principals/1",
        "/plan/spec/selection/roles/0/name",
        "/plan/spec/selection/principals/exclude/0",
      ].toSorted(),
    );
    expect(JSON.stringify(body)).toContain('no role \\"Message Centre Reader\\"');
  });

  it("that is for another tenant is refused", async () => {
    const plan = soundPlan();
    plan.spec.tenant.id = NOBODY;
    const { status, body } = await post(url, { plan });
    expect([status, pointersIn(body)]).toEqual([422, ["/plan/spec/tenant/id"]]);
    expect(JSON.stringify(body)).toContain(TENANT_ID);
  });

  it.each([[{}], [[]], ["text"], [null]])("that is not there at all (%j) is refused", async (sent) => {
    const { status, body } = await post(url, JSON.stringify(sent));
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "bodyInvalid" });
    expect(pointersIn(body).length).toBeGreaterThan(0);
  });

  it.each([["a string"], [7], [null], [[]]])("that is %j is told so at its place", async (plan) => {
    const { status, body } = await post(url, { plan });
    expect([status, pointersIn(body)]).toEqual([422, ["/plan"]]);
  });
});

describe("a sound plan that is validated", () => {
  it("is said to be valid, and by what it was checked; nothing is stored", async () => {
    const { status, body } = await post("/v1/plans/validate", { plan: soundPlan() });
    expect([status, body]).toEqual([
      200,
      { valid: true, checkedAgainst: "tenant", detail: "Everything that the plan names is in the tenant." },
    ]);
  });

  it("and mutes mails about assignments is said to need two approvals", async () => {
    const { spec, ...plan } = soundPlan();
    const waves = spec.waves.map((wave) => ({ ...wave, muteAssignmentMails: true }));
    const { body } = await post("/v1/plans/validate", { plan: { ...plan, spec: { ...spec, waves } } });
    expect(body).toMatchObject({ detail: expect.stringContaining("two different people must approve it") });
  });

  it("while the tenant can't be read is said to be unchecked there, with the tenant's own code", async () => {
    api.tenant.problem = refused;
    const { status, body } = await post("/v1/plans/validate", { plan: soundPlan() });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      valid: true,
      checkedAgainst: "nothing",
      detail: expect.stringContaining("Authorization_RequestDenied"),
    });
  });

  it("a disabled emergency account is a problem of the plan", async () => {
    const was = api.tenant.principals;
    api.tenant.principals = [user(BREAK_GLASS[0]), { ...user(BREAK_GLASS[1]), accountEnabled: false }];
    const { status, body } = await post("/v1/plans/validate", { plan: soundPlan() });
    api.tenant.principals = was;
    expect([status, pointersIn(body)]).toEqual([422, ["/plan/spec/emergencyAccess/principals/1"]]);
  });
});

describe("a request that can't be understood", () => {
  const start = `/v1/rollouts/${ID}/start`;

  it.each([
    ["JSON that is none", start, "{", {}, 400, "bodyMalformed"],
    ["a poisoned object", start, '{"__proto__":{"a":1}}', {}, 400, "bodyMalformed"],
    ["an empty body with a content type", start, "", {}, 400, "bodyMalformed"],
    ["XML", start, "<a/>", { "content-type": "application/xml" }, 415, "unsupportedMediaType"],
    ["three megabytes", start, JSON.stringify("x".repeat(3_000_000)), {}, 413, "tooLarge"],
    ["an unknown field", start, { why: "" }, {}, 422, "bodyInvalid"],
    ["a number for a text", start, { reason: 7 }, {}, 422, "bodyInvalid"],
    ["an id that is none", "/v1/rollouts/7/start", {}, {}, 404, "notFound"],
    ["an unknown address", "/v1/rollout", {}, {}, 404, "notFound"],
    ["a method that is not possible", "/v1/plan.schema.json", {}, {}, 405, "methodNotAllowed"],
  ])("%s is answered with its problem", async (_what, url, body, headers, status, code) => {
    const answer = await api.send({ method: "POST", url, as: "operator", body, headers });
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code, status })]);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ instance: `urn:uuid:${String(answer.headers["x-request-id"])}` });
    expect(answer.text).not.toMatch(/node_modules|\.ts:\d/);
  });

  it("tells all mistakes of a query string at once", async () => {
    const url = `/v1/rollouts/${ID}/conversions?limit=0&state=done&colour=red`;
    const { status, body } = await api.send({ method: "GET", url, as: "auditor" });
    expect(status).toBe(422);
    expect(pointersIn(body)).toEqual(["/colour", "/limit", "/state"]);
  });

  it("an idempotency key that is none is refused before anything is done", async () => {
    const { status, body } = await api.send({
      method: "POST",
      url: start,
      as: "operator",
      headers: { "idempotency-key": "k".repeat(256) },
    });
    expect([status, pointersIn(body)]).toEqual([422, ["/idempotency-key"]]);
  });

  it("what breaks inside is said without its reason, which is for the log", async () => {
    const { status, text } = await api.send({ method: "GET", url: "/v1/rollouts", as: "auditor" });
    expect(status).toBe(500);
    expect(text).not.toContain("the store was touched");
  });
});

function pointersIn(body: unknown): string[] {
  if (typeof body !== "object" || body === null || !("errors" in body) || !Array.isArray(body.errors))
    return [];
  return body.errors.map((mistake: { readonly pointer: string }) => mistake.pointer).toSorted();
}
