import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { createGraphClient, type GraphClient } from "../client/graph-client.ts";
import { documentedIn } from "../testing/documented.ts";
import { StubGraph } from "../testing/stub-graph.ts";
import { BATCH_SIZE, readBatch, worstProblem } from "./batch.ts";

let stub: StubGraph;
let client: GraphClient;

beforeAll(async () => {
  stub = await StubGraph.start();
  client = createGraphClient({
    baseUrl: stub.origin,
    trustedRoots: [stub.caPem],
    newCredential: () => ({
      getToken: async () => ({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 }),
    }),
  });
});

afterAll(async () => {
  await client.close();
  await stub.close();
});

function item(id: string, status: number, more: object = {}): object {
  return { id, status, body: { value: [id] }, ...more };
}

function throttled(seconds: string): object {
  return {
    headers: { "Retry-After": seconds, "request-id": `r${seconds}` },
    body: { error: { code: "TooManyRequests", message: "" } },
  };
}

describe("a batch", () => {
  test("answers in the order of its questions, in whatever order Microsoft does", async () => {
    stub.answerInTurn({ body: { responses: [item("3", 200), item("1", 200), item("2", 200)] } });
    const replies = await readBatch(client, ["/a", "/b", "/c"]);
    if (!replies.ok) throw new Error(replies.problem.message);
    expect(replies.value.map((reply) => reply.ok && reply.body)).toEqual([
      { value: ["1"] },
      { value: ["2"] },
      { value: ["3"] },
    ]);
  });

  test("tells apart which of its questions were throttled, and for how long", async () => {
    const responses = [item("1", 200), item("2", 429, throttled("5")), item("3", 429, throttled("17"))];
    stub.answerInTurn({ body: { responses } });
    const replies = await readBatch(client, ["/a", "/b", "/c"]);
    if (!replies.ok) throw new Error(replies.problem.message);
    expect(replies.value).toMatchObject([
      { ok: true },
      { problem: { verdict: "retryAfter", retryAfterMs: 5000, requestId: "r5" } },
      { problem: { verdict: "retryAfter", retryAfterMs: 17_000, requestId: "r17" } },
    ]);
    expect(worstProblem(replies.value)).toMatchObject({ problem: { retryAfterMs: 17_000 } });
  });

  test("takes a question without an answer for a problem", async () => {
    stub.answerInTurn({ body: { responses: [item("1", 200)] } });
    const replies = await readBatch(client, ["/a", "/b"]);
    expect(replies).toMatchObject({
      value: [
        { ok: true },
        { problem: { code: "answerMalformed", verdict: "retry", requestId: "their-id" } },
      ],
    });
  });

  test.each([{}, { responses: {} }, { responses: [{ id: 1, status: 200 }] }, { responses: [{ id: "1" }] }])(
    "is a problem as a whole when it answers %o",
    async (body) => {
      stub.answerInTurn({ body });
      expect(await readBatch(client, ["/a"])).toMatchObject({ problem: { code: "answerMalformed" } });
    },
  );

  test("is throttled as a whole when Microsoft says so", async () => {
    stub.answerInTurn({ status: 429, headers: { "retry-after": "3" }, body: {} });
    expect(await readBatch(client, ["/a"])).toMatchObject({ problem: { retryAfterMs: 3000 } });
  });

  test("never holds more questions than Microsoft takes", async () => {
    const tooMany = Array.from({ length: BATCH_SIZE + 1 }, () => "/a");
    await expect(readBatch(client, tooMany)).rejects.toThrow(RangeError);
  });
});

describeWithSharedData("a batch is asked and understood as documented", (folder) => {
  test("its questions and its answers", async () => {
    const example = documentedIn(folder)("batch");
    stub.asked.length = 0;
    stub.answerInTurn({ status: example.status, body: example.responseBody });
    const replies = await readBatch(client, [
      "/me/memberOf",
      "/me/planner/tasks",
      "/c",
      "/d",
      "/users?$select=id",
    ]);
    const [asked] = stub.asked;
    expect(asked).toMatchObject({ method: example.method, path: "/v1.0/$batch" });
    expect(asked?.body).toMatchObject({
      requests: [
        { id: "1", method: "GET", url: "/me/memberOf" },
        { id: "2", method: "GET", url: "/me/planner/tasks" },
        { id: "3" },
        { id: "4" },
        { id: "5", url: "/users?$select=id" },
      ],
    });
    expect(replies).toMatchObject({
      value: [
        { ok: true },
        { problem: { status: 403, verdict: "ask" } },
        { problem: { status: 403, code: "Authorization_RequestDenied", verdict: "ask" } },
        { problem: { status: 405, code: "Request_BadRequest", verdict: "never" } },
        { ok: true },
      ],
    });
  });
});
