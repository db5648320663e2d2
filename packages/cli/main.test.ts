import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROBLEM_MEDIA_TYPE, problemOf, mistakesAt, sheetMistakes } from "@standdown/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startService, type StubService } from "./client/stub-service.ts";

const COMMAND = fileURLToPath(new URL("standdown.mjs", import.meta.url));

const ABORTED = { state: "aborted", direction: "forward", at: "2026-11-23T12:00:00Z", waves: [], holds: [] };
const SHEET = "\uFEFFprincipalId,reason\r\np,Zoë\r\n";
const TAKEN = { rolloutId: "r2", inventoryId: "i", changedRowCount: 1, dispositionCount: 1 };
const SCHEDULE = {
  id: "s1",
  name: "nightly",
  every: "0 6 * * 1",
  timeZone: "Europe/Berlin",
  nextDueAt: "2026-11-30T05:00:00Z",
};
const REVIEW = { id: "7", time: "2026-11-30T05:01:00Z", type: "standdown.review.inventoryCompared" };
const COMPARED = { inventoryId: "i2", difference: null, differenceCount: 0, problem: null };
const PROBLEMS = [{ pointer: "", code: "notReadable", message: "the tenant could not be read" }];
const PLANNED = {
  id: "planned",
  name: "remaining",
  state: "planned",
  direction: "forward",
  tenantId: "t",
  author: "ada",
  createdAt: "2026-11-23T12:00:00Z",
  manifestDigest: "d",
  approvals: [],
  approvalMinimum: 1,
  driftCheck: null,
  holds: [],
  problems: [],
  waves: [],
};
const FINDING = { guard: "exclusions", code: "exclusionExpired", count: 1, message: "Ann's is over" };
const FINDINGS = { items: [FINDING], next: null };
const SETTING = {
  roleName: "Reader",
  state: "quarantined",
  direction: "forward",
  outcomeCode: "changedByOthers",
  outcomeDetail: null,
  wait: null,
  isMuted: false,
  rules: [],
  kept: [],
  write: null,
  conflicts: [],
};
const SETTINGS = { items: [SETTING], next: null };
const FRAGMENT = { roleSettings: { assign: [{ roles: [{ id: "r" }], template: "reader" }] } };
const ROLES = { items: [{ id: "r", templateId: null, displayName: "Leser\u202e" }], next: null };

let folder: string;
let service: StubService;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "standdown-cli-"));
  service = await startService(({ response, path, query }) => {
    if (path.endsWith("/progress")) return void response.end(JSON.stringify(ABORTED));
    if (path === "/v1/rollouts/aborted") return void response.end(JSON.stringify({ problems: PROBLEMS }));
    if (path === "/v1/rollouts/planned") return void response.end(JSON.stringify(PLANNED));
    if (path === "/v1/rollouts/planned/findings") return void response.end(JSON.stringify(FINDINGS));
    if (path === "/v1/rollouts/planned/role-settings") return void response.end(JSON.stringify(SETTINGS));
    if (path === "/v1/rollouts/planned/role-settings/check") return void response.end('{"roleCount":1}');
    if (path === "/v1/inventories/i/roles") return void response.end(JSON.stringify(ROLES));
    if (path.endsWith("/role-settings-template")) return void response.end(JSON.stringify(FRAGMENT));
    if (path.endsWith("/manifest.csv")) return void response.end(SHEET);
    if (path === "/v1/rollouts/r1/dispositions") return void response.end(JSON.stringify(TAKEN));
    if (path === "/v1/inventory-schedules") return void response.end(JSON.stringify(SCHEDULE));
    if (path === "/v1/review-events") {
      const isFirst = query.get("after") === null;
      const page = { items: isFirst ? [{ ...REVIEW, data: COMPARED }] : [], next: isFirst ? "7" : null };
      return void response.end(JSON.stringify(page));
    }
    const sheet = sheetMistakes([{ row: 2, column: "reason", code: "invalidValue", message: "is too long" }]);
    const mistakes = path.endsWith("/dispositions")
      ? sheet
      : mistakesAt("/plan", [
          { pointer: "/spec/waves/0/soak", code: "invalidValue", message: "must be a duration" },
          { pointer: "/spec/tenant", code: "missingField", message: "is missing" },
        ]);
    const problem = problemOf("planInvalid", { requestId: "1", detail: "", errors: mistakes });
    response.writeHead(problem.status, { "content-type": PROBLEM_MEDIA_TYPE }).end(JSON.stringify(problem));
  });
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

test("every problem of a plan is told with its line, and the exit code says that it was refused", async () => {
  const path = join(folder, "plan.yaml");
  writeFileSync(path, "kind: RolloutPlan\nspec:\n  waves:\n    - soak: 3\n");
  const { code, errorOutput } = await run(["validate", path], { STANDDOWN_API: service.url });
  expect(code).toBe(1);
  expect(errorOutput).toContain(`${path}:4  /spec/waves/0/soak: must be a duration (invalidValue)`);
  expect(errorOutput).toContain(`${path}:2  /spec/tenant: is missing (missingField)`);
});

test("a manifest is exported with its byte order mark, and imported as the file is", async () => {
  const path = join(folder, "sheet.csv");
  const environment = { STANDDOWN_API: service.url };
  expect(await run(["dispositions", "export", "r1", "--out", path], environment)).toMatchObject({ code: 0 });
  expect(readFileSync(path, "utf8")).toBe(SHEET);
  const { code, output } = await run(["dispositions", "import", "r1", path], environment);
  expect([code, output]).toEqual([
    0,
    "1 row says something else than the plan's rules.\nrollout r2 is made of it\n",
  ]);
  const posted = service.requests.at(-1);
  expect([posted?.headers["content-type"], posted?.body]).toEqual(["text/csv", SHEET]);
});

test("every problem of a sheet is told with its row and column", async () => {
  const path = join(folder, "sheet.csv");
  writeFileSync(path, SHEET);
  const { code, errorOutput } = await run(["dispositions", "import", "refused", path], {
    STANDDOWN_API: service.url,
  });
  expect(code).toBe(1);
  expect(errorOutput).toContain(`${path}:2  reason: is too long (invalidValue)`);
});

test("a schedule is made from its words, and what its readings found is told to the last event", async () => {
  const environment = { STANDDOWN_API: service.url };
  const order = ["--every", "0 6 * * 1", "--time-zone", "Europe/Berlin", "--emergency-access", "glass"];
  const made = await run(["schedule", "create", "nightly", ...order], environment);
  expect([made.code, made.output]).toEqual([0, expect.stringContaining("0 6 * * 1 Europe/Berlin")]);
  expect(service.requests.at(-1)?.body).toEqual({
    name: "nightly",
    every: "0 6 * * 1",
    timeZone: "Europe/Berlin",
    emergencyAccess: ["glass"],
  });
  const found = await run(["reviews"], environment);
  expect(found.output).toBe("7  2026-11-30T05:01:00Z  inventory i2 compared: 0 differences\n");
});

test("a rollout is shown with what its manifest warns of: that is signed as well", async () => {
  const { code, output } = await run(["show", "planned"], { STANDDOWN_API: service.url });
  expect(code).toBe(0);
  expect(output).toMatch(/digest {4}d\n[^]*\n\n {3}1 {2}exclusions: exclusionExpired\n {5}Ann's is over\n$/);
  expect(output).toContain(
    "settings  1 role: 1 quarantined\n          Reader  quarantined, changedByOthers\n",
  );
});

test("the settings of roles are listed by state, and read again on demand", async () => {
  const environment = { STANDDOWN_API: service.url };
  const listed = await run(["settings", "planned", "--state", "quarantined"], environment);
  expect([listed.code, listed.output]).toEqual([0, "Reader  quarantined, changedByOthers\n"]);
  expect(service.requests.at(-1)?.query.get("state")).toBe("quarantined");
  const checked = await run(["settings", "planned", "--check"], environment);
  expect(checked.output).toMatch(/^the settings of 1 role are read again;/);
  expect((await run(["settings", "planned", "--state", "tall"], environment)).code).toBe(2);
});

test("settings of roles are printed as YAML for a plan, in which no name steers the terminal", async () => {
  const { code, output } = await run(["inventory", "settings-template", "i"], { STANDDOWN_API: service.url });
  expect(code).toBe(0);
  expect(output).toBe(
    "roleSettings:\n  assign:\n    - roles:\n        - id: r # Leser\uFFFD\n      template: reader\n",
  );
});

test("a rollout that ended while it was compiled is watched to its state and its problems", async () => {
  const environment = { STANDDOWN_API: service.url, STANDDOWN_STATUS: service.url };
  const { code, output } = await run(["watch", "aborted"], environment);
  expect(code).toBe(4);
  expect(output).toBe("12:00:00  aborted\nproblem   the tenant could not be read\n");
});

test("wrong use, a service that is not there and a configuration that can't be used have exit codes of their own", async () => {
  const absent = { STANDDOWN_API: "http://127.0.0.1:1" };
  expect(await run(["show", "r1"], absent)).toMatchObject({ code: 3 });
  expect(await run(["show"], absent)).toMatchObject({ code: 2 });
  expect(await run(["show", "r1"], { STANDDOWN_TOKEN: "" })).toMatchObject({
    code: 2,
    errorOutput: expect.stringContaining("no token"),
  });
  expect(await run(["up"], { DATABASE_URL: "postgresql://localhost/standdown" })).toMatchObject({
    code: 2,
    errorOutput: expect.stringMatching(/REDIS_URL[\s\S]*AZURE_TENANT_ID/),
  });
});

function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly output: string; readonly errorOutput: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string; errorOutput: string }>();
  const env = { PATH: process.env["PATH"] ?? "", STANDDOWN_TOKEN: "a token", ...environment };
  const child = execFile(process.execPath, [COMMAND, ...args], { env }, (_error, output, errorOutput) =>
    resolve({ code: child.exitCode ?? -1, output, errorOutput }),
  );
  return promise;
}
