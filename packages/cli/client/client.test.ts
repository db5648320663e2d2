import { PROBLEM_MEDIA_TYPE, problemOf } from "@standdown/contracts";
import { afterEach, describe, expect, test } from "vitest";
import { RefusedError, valueOf } from "./answer.ts";
import { allItems, createClient } from "./client.ts";
import { UnreachableError } from "./connection.ts";
import { startService, type StubService } from "./stub-service.ts";

let service: StubService | undefined;
afterEach(() => service?.close());

async function clientOf(answer: Parameters<typeof startService>[0]) {
  service = await startService(answer);
  return createClient({
    apiUrl: service.url,
    statusUrl: service.url,
    tokens: (role) => `token-of-${role}`,
  });
}

describe("a client", () => {
  test("sends each command with the token of the role that may give it", async () => {
    const client = await clientOf(({ response }) => response.end("{}"));
    await client.createRollout({}, { key: "once" });
    await client.approve("r 1", { digest: "d", decision: "approve", reason: "" });
    await client.tellWave("r1", "pilot", "pause", "later");
    await client.readProgress("r1");
    expect(service?.requests).toMatchObject([
      { path: "/v1/rollouts", token: "token-of-author", headers: { "idempotency-key": "once" } },
      { path: "/v1/rollouts/r%201/approvals", token: "token-of-approver" },
      { path: "/v1/rollouts/r1/waves/pilot/pause", token: "token-of-operator", body: { reason: "later" } },
      { path: "/v1/rollouts/r1/progress", token: "token-of-auditor" },
    ]);
  });

  test("answers a refusal with its problem, and throws it where a value was expected", async () => {
    const client = await clientOf(({ response }) => {
      const problem = problemOf("stateConflict", { requestId: "1", detail: "it is running" });
      response.writeHead(problem.status, { "content-type": PROBLEM_MEDIA_TYPE }).end(JSON.stringify(problem));
    });
    const answer = await client.tellRollout("r1", "start");
    expect(answer).toMatchObject({ ok: false, problem: { code: "stateConflict", status: 409 } });
    expect(() => valueOf(answer)).toThrow(RefusedError);
  });

  test("tells a service that is not there from one that refuses", async () => {
    const client = await clientOf(({ response }) => response.writeHead(502).end("<html>"));
    await expect(client.readRollout("r1")).rejects.toThrow(UnreachableError);
    await service?.close();
    await expect(client.readRollout("r1")).rejects.toThrow(UnreachableError);
  });

  test("reads a list page by page, to its end", async () => {
    const client = await clientOf(({ response, query }) => {
      const cursor = Number(query.get("cursor") ?? 0);
      const next = cursor < 2 ? String(cursor + 1) : null;
      response.end(JSON.stringify({ items: [{ id: cursor }], next }));
    });
    const items = valueOf(await allItems((page) => client.listRollouts(page)));
    expect(items).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
  });
});

describe("events", () => {
  test("go on after the last one when the connection breaks: none is lost, none is told twice, and it is said", async () => {
    const client = await clientOf(({ response, headers }) => {
      const after = Number(headers["last-event-id"]);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": alive\n\n");
      const first = after + 1;
      if (after < 4) response.write(event(first) + event(first + 1), () => response.destroy());
      else response.write(event(first));
    });
    const ending = new AbortController();
    const positions: number[] = [];
    const changes: string[] = [];
    const events = client.events("r1", {
      afterPosition: 0,
      signal: ending.signal,
      onConnection: (change) => changes.push(change),
    });
    for await (const { position } of events) {
      positions.push(position);
      if (position === 5) ending.abort();
    }
    expect(positions).toEqual([1, 2, 3, 4, 5]);
    expect(changes).toEqual(["lost", "back", "lost", "back"]);
  });

  test("of a rollout that is not there are refused", async () => {
    const client = await clientOf(({ response }) => {
      const problem = problemOf("notFound", { requestId: "1", detail: "" });
      response.writeHead(404, { "content-type": PROBLEM_MEDIA_TYPE }).end(JSON.stringify(problem));
    });
    const events = client.events("r1", { afterPosition: 0, signal: new AbortController().signal });
    await expect(events.next()).rejects.toThrow(RefusedError);
  });
});

function event(position: number): string {
  return `id: ${position}\ndata: {"position":${position}}\n\n`;
}
