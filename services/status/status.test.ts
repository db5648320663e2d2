import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLLOUT_ID, startStatusUnderTest, type StatusUnderTest } from "./status-under-test.ts";

let status: StatusUnderTest;
beforeAll(async () => {
  status = await startStatusUnderTest();
  status.ledger.add(2500);
});
afterAll(() => status.close());

const read = async (path: string): Promise<Record<string, unknown>> =>
  JSON.parse(await (await status.get(path)).text());

const verify = async (): Promise<unknown> =>
  (await read(`/v1/rollouts/${ROLLOUT_ID}/ledger?limit=1&verify=true`))["verification"];

describe("progress", () => {
  it("tells counts, rate, estimated end, outcomes and holds, of the rollout and of its waves", async () => {
    const progress = await read(`/v1/rollouts/${ROLLOUT_ID}/progress`);
    expect(progress).toMatchObject({
      total: 12,
      ended: 4,
      ratePerMinute: 4,
      estimatedEndAt: "2026-11-23T10:02:00.000Z",
      outcomes: { standingGone: 1 },
      holds: [{ reason: "paused", detail: "lunch" }],
      waves: [
        {
          name: "pilot",
          counts: { pending: 8, converted: 3 },
          settings: { open: 1, applied: 2, failed: 0 },
          isHeld: true,
        },
      ],
    });
  });
});

describe("the ledger", () => {
  it("can be paged through by position, each entry once", async () => {
    const positions: unknown[] = [];
    let next: unknown = "0";
    while (typeof next === "string") {
      const page = await read(`/v1/rollouts/${ROLLOUT_ID}/ledger?limit=1000&cursor=${next}`);
      if (Array.isArray(page["items"])) {
        positions.push(...page["items"].map((entry: { readonly position: number }) => entry.position));
      }
      next = page["next"];
    }
    expect(positions).toEqual(status.ledger.entries.map((entry) => entry.position));
  });

  it("is computed again on request: whole, or broken at its first wrong entry", async () => {
    expect(await verify()).toEqual({ isWhole: true, entryCount: 2500, brokenPosition: null });
    const [spoiled] = status.ledger.entries.splice(1710, 1);
    if (spoiled === undefined) throw new Error("there is no such entry");
    status.ledger.entries.splice(1710, 0, { ...spoiled, actor: "somebody else" });
    expect(await verify()).toMatchObject({ isWhole: false, brokenPosition: 1711 });
    status.ledger.entries.splice(1710, 1);
    expect(await verify()).toMatchObject({ isWhole: false, brokenPosition: 1712 });
    status.ledger.entries.splice(1710, 0, spoiled);
    expect(await verify()).toMatchObject({ isWhole: true });
  });
});

describe("what everybody needs", () => {
  it("metrics count conversions, waves and holds by their states", async () => {
    const text = await (await status.get("/metrics")).text();
    const labels = `rollout_id="${ROLLOUT_ID}",rollout="remaining-roles"`;
    expect(text).toContain(
      `standdown_conversions{${labels},wave="pilot",state="converted",service="status"} 3`,
    );
    expect(text).toContain(`standdown_waves{${labels},state="running",service="status"} 1`);
    expect(text).toContain(
      `standdown_role_settings{${labels},wave="pilot",state="applied",service="status"} 2`,
    );
    expect(text).toContain(`standdown_holds{${labels},reason="paused",service="status"} 1`);
    expect(text).toContain("standdown_http_request_duration_seconds_bucket");
    expect(text).toContain("process_cpu_seconds_total");
  });

  it.each(["progress", "ledger", "events"])("%s of a rollout that does not exist is a 404", async (what) => {
    const response = await status.get(`/v1/rollouts/00000000-7f4d-4b5e-9d1c-0d1f3b3e7f4d/${what}`);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  });

  it("nothing but the probes answers without a token", async () => {
    const document = await read("/openapi.json");
    const paths = Object.keys(document["paths"] ?? {});
    expect(paths).toContain("/v1/rollouts/{id}/events");
    const answered = await Promise.all(
      [...paths, "/nothing"].map(async (path) => {
        const response = await fetch(new URL(path.replace("{id}", ROLLOUT_ID), status.url));
        return { path, status: response.status };
      }),
    );
    expect(answered.filter(({ status: is }) => is !== 401)).toEqual([
      { path: "/livez", status: 200 },
      { path: "/readyz", status: 200 },
    ]);
  });

  it("its own index names routes that exist", async () => {
    const { routes } = await read("/");
    if (!Array.isArray(routes)) throw new Error("there are no routes");
    const readable = routes.map(String).filter((path) => !path.endsWith("/events"));
    const answers = readable.map(async (path) => (await status.get(path.replace("{id}", ROLLOUT_ID))).status);
    expect(await Promise.all(answers)).toEqual(readable.map(() => 200));
  });
});
