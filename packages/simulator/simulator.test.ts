import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Agent, fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectsAt, textAt } from "./testing/json.ts";
import type { RunningSimulator } from "./testing/process.ts";
import { startSimulator } from "./testing/process.ts";
import { findUntouched, requestSchedule } from "./testing/standing-rows.ts";

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator([
    "--seed",
    "7",
    "--admins",
    "120",
    "--minimum-age",
    "PT0S",
    "--profile",
    "ideal",
  ]);
});

afterAll(async () => {
  await simulator.stop();
});

async function violationCount(): Promise<number> {
  return Number((await simulator.control("GET", "/watchdog")).body["count"]);
}

describe("the process", () => {
  test("says in its first line all that a client needs, and nothing after it", () => {
    expect(Object.keys(simulator.announcement)).toEqual([
      "graphBaseUrl",
      "authorityHost",
      "tenantId",
      "clientId",
      "clientSecret",
      "clientCertificateFile",
      "federatedTokenFile",
      "identityEndpoint",
      "identityHeader",
      "caFile",
      "controlUrl",
    ]);
    expect(simulator.output()).toHaveLength(1);
  });

  test("ends with 0 when it is asked to, and takes its certificate file along", async () => {
    const other = await startSimulator(["--admins", "5"]);
    expect(existsSync(other.announcement.caFile)).toBe(true);
    expect(await other.stop()).toBe(0);
    expect(existsSync(other.announcement.caFile)).toBe(false);
  });

  test("ends with 2 and one sentence when it is asked for what cannot be", () => {
    const main = join(import.meta.dirname, "main.ts");
    const result = spawnSync(process.execPath, [main, "--admins", "none", "--port", "x"], {
      encoding: "utf8",
    });
    expect(result.status).toBe(2);
    expect(result.stdout).toBe("");
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result.stderr).toMatch(/--admins.*--port/u);
  });

  test("ends with 2 and one sentence when a port is taken or a file cannot be written", () => {
    const main = join(import.meta.dirname, "main.ts");
    const port = new URL(simulator.announcement.graphBaseUrl).port;
    for (const argv of [
      ["--port", port],
      ["--ca-file", join(import.meta.dirname, "nowhere", "ca.pem")],
    ]) {
      const result = spawnSync(process.execPath, [main, "--admins", "5", ...argv], { encoding: "utf8" });
      expect(result.status).toBe(2);
      expect(result.stdout).toBe("");
      expect(result.stderr).toMatch(/^The simulator cannot start: .*(?:EADDRINUSE|ENOENT).*\n$/u);
    }
  });

  test("makes the same tenant for the same seed and epoch in two processes", async () => {
    const argv = ["--seed", "5", "--admins", "30", "--epoch", "2026-10-05T08:00:00Z"];
    const [one, other] = await Promise.all([startSimulator(argv), startSimulator(argv)]);
    const dumps = await Promise.all([one, other].map((each) => each.control("GET", "/state")));
    await Promise.all([one.stop(), other.stop()]);
    expect(dumps[0]).toEqual(dumps[1]);
  });
});

describe("tokens", () => {
  test("are not given for a wrong secret", async () => {
    const answer = await simulator.token("wrong");
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: "invalid_client", error_codes: [7000215] });
    expect(String(answer.body["error_description"])).toMatch(/^AADSTS7000215: /u);
  });

  test("are needed for every read, and a made-up one does not do", async () => {
    const dispatcher = new Agent({ connect: { ca: simulator.caPem } });
    const url = `${simulator.announcement.graphBaseUrl}/v1.0/organization`;
    for (const headers of [{}, { authorization: "Bearer made-up" }]) {
      const response = await undiciFetch(url, { dispatcher, headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: "InvalidAuthenticationToken" } });
    }
    await dispatcher.close();
  });
});

describe("the watchdog, over https", () => {
  test("counts nothing for a client that grants first and removes then", async () => {
    const before = await violationCount();
    const row = await findUntouched(simulator, "tenant");
    expect((await requestSchedule(simulator, "Eligibility", "adminAssign", row)).status).toBe(201);
    expect((await requestSchedule(simulator, "Assignment", "adminRemove", row)).status).toBe(201);
    expect(await violationCount()).toBe(before);
  });

  test("counts exactly one for a client that removes first", async () => {
    const before = await violationCount();
    const row = await findUntouched(simulator, "tenant");
    expect((await requestSchedule(simulator, "Assignment", "adminRemove", row)).status).toBe(201);
    expect((await requestSchedule(simulator, "Eligibility", "adminAssign", row)).status).toBe(201);
    expect(await violationCount()).toBe(before + 1);
    const { violations } = (await simulator.control("GET", "/watchdog")).body;
    expect(JSON.stringify(violations)).toContain(`"kind":"noAccess","principalId":"${row.principalId}"`);
  });

  test("counts exactly one for a client that grants wider", async () => {
    const before = await violationCount();
    const row = await findUntouched(simulator, "administrativeUnit");
    expect(
      (await requestSchedule(simulator, "Eligibility", "adminAssign", { ...row, directoryScopeId: "/" }))
        .status,
    ).toBe(201);
    expect((await requestSchedule(simulator, "Assignment", "adminRemove", row)).status).toBe(201);
    expect(await violationCount()).toBe(before + 1);
  });

  test("counts a loss that a plain removal outside PIM causes", async () => {
    const before = await violationCount();
    const row = await findUntouched(simulator, "tenant");
    const filter = `$filter=principalId eq '${row.principalId}' and roleDefinitionId eq '${row.roleDefinitionId}'`;
    const list = await simulator.graph("GET", `/roleManagement/directory/roleAssignments?${filter}`);
    const [found = {}] = objectsAt(list.body, "value");
    await simulator.graph("DELETE", `/roleManagement/directory/roleAssignments/${textAt(found, "id")}`);
    expect(await violationCount()).toBe(before + 1);
  });
});
