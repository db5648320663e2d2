import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { soundPlan } from "./api-under-test.ts";
import { StoredApi } from "./stored-api.ts";

let stored: StoredApi;
beforeAll(async () => {
  stored = await StoredApi.start();
});
afterAll(() => stored.close());

const post = (key: string, plan: unknown, as: "author" | "author-and-approver" = "author") =>
  stored.api.send({
    method: "POST",
    url: "/v1/rollouts",
    as,
    body: { plan },
    headers: { "idempotency-key": key },
  });

async function rolloutCount(): Promise<number> {
  return (await stored.store.listRollouts({ cursor: null, limit: 1000 })).items.length;
}

describe("a request with an idempotency key", () => {
  it("that is sent again gets the same answer again, and nothing is done twice", async () => {
    const key = randomUUID();
    const before = await rolloutCount();
    const first = await post(key, soundPlan());
    const again = await post(key, soundPlan());
    expect(first.status).toBe(202);
    expect([again.status, again.text, again.headers["location"], again.headers["content-type"]]).toEqual([
      first.status,
      first.text,
      first.headers["location"],
      first.headers["content-type"],
    ]);
    expect(await rolloutCount()).toBe(before + 1);
  });

  it("that is sent ten times at once makes one rollout; who comes too early is told to wait", async () => {
    const key = randomUUID();
    const before = await rolloutCount();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(key, soundPlan())));
    expect(await rolloutCount()).toBe(before + 1);
    for (const { status, body } of answers) {
      if (status !== 202) expect(body).toMatchObject({ status: 409, code: "idempotencyInProgress" });
    }
    expect(answers.some(({ status }) => status === 202)).toBe(true);
  });

  it("that was used for another request is refused", async () => {
    const key = randomUUID();
    await post(key, soundPlan());
    const other = await post(key, { ...soundPlan(), metadata: { name: "other" } });
    expect([other.status, other.body]).toEqual([
      422,
      expect.objectContaining({ code: "idempotencyMismatch" }),
    ]);
  });

  it("of another caller is another key", async () => {
    const key = randomUUID();
    const before = await rolloutCount();
    await post(key, soundPlan());
    expect((await post(key, soundPlan(), "author-and-approver")).status).toBe(202);
    expect(await rolloutCount()).toBe(before + 2);
  });

  it("that was refused frees its key: the mended request can use it", async () => {
    const key = randomUUID();
    expect((await post(key, { ...soundPlan(), surprise: 1 })).status).toBe(422);
    expect((await post(key, soundPlan())).status).toBe(202);
  });

  it("whose answer was lost before it was kept still makes one rollout", async () => {
    const key = randomUUID();
    const before = await rolloutCount();
    const { finishIdempotent } = stored.store;
    stored.store.finishIdempotent = () => Promise.reject(new Error("the database went away"));
    const first = await post(key, soundPlan());
    stored.store.finishIdempotent = finishIdempotent;
    expect(first.status).toBe(202);
    const early = await post(key, soundPlan());
    expect([early.status, early.body]).toEqual([
      409,
      expect.objectContaining({ code: "idempotencyInProgress" }),
    ]);
    expect(await rolloutCount()).toBe(before + 1);
  });
});
