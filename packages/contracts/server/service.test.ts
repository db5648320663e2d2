import type { FastifyBaseLogger } from "fastify";
import { Type } from "typebox";
import { afterEach, describe, expect, it } from "vitest";
import type { ReadinessCheck } from "./probes.ts";
import { createService, type HttpService } from "./service.ts";

const lines: string[] = [];
const open: HttpService[] = [];
afterEach(async () => {
  lines.length = 0;
  for (const app of open.splice(0)) await app.close();
});

function keep(...told: readonly unknown[]): void {
  lines.push(JSON.stringify(told, (_name, value: unknown) => (value instanceof Error ? value.stack : value)));
}

/** A log that keeps what it is told as text. */
function keepingLog(): FastifyBaseLogger {
  const log: FastifyBaseLogger = {
    level: "trace",
    fatal: keep,
    error: keep,
    warn: keep,
    info: keep,
    debug: keep,
    trace: keep,
    silent: keep,
    child: () => log,
  };
  return log;
}

async function makeService(checks: readonly ReadinessCheck[] = []): Promise<HttpService> {
  const app = await createService({
    about: { title: "Test", description: "A service for tests.", version: "1.0.0" },
    log: keepingLog(),
    authenticate: (token) => (token === "sesame" ? { name: "ali", roles: ["operator"] } : null),
    readiness: async () => checks,
  });
  open.push(app);
  return app;
}

const schema = { operationId: "thing", summary: "A thing", response: { 200: Type.Unknown() } };
const asAli = { authorization: "Bearer sesame" };

describe("every service", () => {
  it("refuses to be built with a route that does not say who may use it", async () => {
    const app = await makeService();
    expect(() => app.get("/thing", { schema }, () => "open to all")).toThrow(
      "/thing does not say who may use it",
    );
  });

  it("answers what is being answered when it closes, and does not wait for the connection to time out", async () => {
    const app = await makeService();
    const arrived = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    app.get("/thing", { config: { access: "anyCaller" }, schema }, async () => {
      arrived.resolve();
      await goOn.promise;
      return { done: true };
    });
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    const answer = fetch(new URL("/thing", url), { headers: asAli });
    await arrived.promise;
    const closed = app.close();
    await expect.poll(() => app.server.listening).toBe(false);
    goOn.resolve();
    expect(await (await answer).json()).toEqual({ done: true });
    await closed;
  });

  it("says who asked for what, and never with which token", async () => {
    const app = await makeService();
    app.get("/thing", { config: { access: "anyCaller" }, schema }, () => ({}));
    await app.inject({ url: "/thing", headers: asAli });
    await app.inject({ url: "/thing", headers: { authorization: "Bearer open-sesame" } });
    expect(lines.some((line) => line.includes('"caller":"ali"') && line.includes('"route":"/thing"'))).toBe(
      true,
    );
    expect(lines.join("\n")).not.toContain("sesame");
  });

  it("tells what is out of reach from what is broken, and keeps both reasons to its log", async () => {
    const app = await makeService();
    app.get("/away", { config: { access: "anyCaller" }, schema: { ...schema, operationId: "away" } }, () => {
      throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { code: "ECONNREFUSED" });
    });
    app.get("/broken", { config: { access: "anyCaller" }, schema }, () => {
      throw new Error("the reason");
    });
    const away = await app.inject({ url: "/away", headers: asAli });
    const broken = await app.inject({ url: "/broken", headers: asAli });
    expect([away.statusCode, away.json()]).toEqual([503, expect.objectContaining({ code: "unavailable" })]);
    expect([broken.statusCode, broken.json()]).toEqual([500, expect.objectContaining({ code: "internal" })]);
    expect(away.body + broken.body).not.toMatch(/10\.0\.0\.7|the reason/);
    expect(lines.join("\n")).toMatch(/10\.0\.0\.7[^]*the reason/);
  });

  it("is ready only when everything is that it needs", async () => {
    const ready = { name: "database", isReady: true, detail: "ready" };
    const away = { name: "queue", isReady: false, detail: "out of reach" };
    const [whole, halved] = [await makeService([ready]), await makeService([ready, away])];
    expect((await whole.inject("/readyz")).statusCode).toBe(200);
    const answer = await halved.inject("/readyz");
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: "notReady", checks: [ready, away] }]);
    expect((await halved.inject("/livez")).statusCode).toBe(200);
  });
});
