import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allItems, valueOf } from "@standdown/cli";
import {
  fillPlan,
  postPlan,
  startOneProcess,
  type OneProcess,
  type SimulatedTenant,
} from "@standdown/cli/demo";
import type { FindingDocument } from "@standdown/contracts";
import { INVENTORY_KINDS } from "@standdown/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSmallTenant } from "../stand/tenant.ts";

const EXAMPLE = new URL("../../examples/remaining-roles.yaml", import.meta.url);
const COMMAND = fileURLToPath(new URL("../../packages/cli/standdown.mjs", import.meta.url));

const HELPDESK = "729827e3-9c14-49f7-bb1b-9608f156bbb8";
const USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1";

type Row = Readonly<Record<string, unknown>>;
type Place = { readonly tenant: SimulatedTenant; readonly services: OneProcess };

const closings: (() => Promise<unknown>)[] = [];
let folder: string;
let real: Place;
let rehearsal: Place;
let exportedPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "standdown-rehearsal-"));
  closings.push(() => rm(folder, { recursive: true, force: true }));
  real = await startPlace("real", await startSmallTenant());
  await deleteSomebodyWhoHoldsSomething(real.tenant);
  await changeSettings(real.tenant);
  exportedPath = join(folder, "inventory.json");
  expect(await exportTo(real, exportedPath)).toMatchObject({ code: 0 });
  rehearsal = await startPlace(
    "rehearsal",
    await startSmallTenant({ source: { from: exportedPath }, seed: 99 }),
  );
}, 120_000);
afterAll(async () => {
  for (let close = closings.pop(); close !== undefined; close = closings.pop()) await close();
});

test("a tenant that is made from an exported inventory is read as the one that was exported, row by row, ids and times included", async () => {
  const path = join(folder, "again.json");
  expect(await exportTo(rehearsal, path)).toMatchObject({ code: 0 });
  const { readAt: _first, ...exported } = readExport(exportedPath);
  const { readAt: _second, ...again } = readExport(path);
  expect(again).toEqual(exported);
  expect(Object.keys(exported).toSorted()).toEqual(
    [...INVENTORY_KINDS, "kind", "tenantId", "version"].toSorted(),
  );
  for (const kind of INVENTORY_KINDS) expect(exported).not.toHaveProperty(kind, []);
}, 60_000);

test("what the one that was exported did not say is not said by the other either", async () => {
  const { readAt: _readAt, ...gaps } = withGaps(readExport(exportedPath));
  const from = join(folder, "gaps.json");
  await writeFile(from, JSON.stringify({ ...gaps, readAt: new Date().toISOString() }));
  const place = await startPlace("gaps", await startSmallTenant({ source: { from }, seed: 5 }));
  const path = join(folder, "gaps-again.json");
  expect(await exportTo(place, path)).toMatchObject({ code: 0 });
  const { readAt: _again, ...again } = readExport(path);
  expect(again).toEqual(gaps);
}, 60_000);

test.each([
  [
    "the example, but for an approver whom it warns of,",
    (plan: Row) => withSpec(plan, { guards: { approverLiveness: "warn" } }),
  ],
  ["one that asks for everything that is known of anybody", curious],
])(
  "%s compiles on both to the same manifest, with the same findings",
  async (_, change) => {
    const { tenantId, breakGlassIds } = await real.tenant.readFacts();
    const plan = change(
      Object(fillPlan(readFileSync(EXAMPLE, "utf8"), { tenantId, emergencyAccessIds: breakGlassIds })),
    );
    const [planned, rehearsed] = await Promise.all([
      postPlan(real.services.client, plan),
      postPlan(rehearsal.services.client, plan),
    ]);
    expect(planned).toMatchObject({ state: "planned", problems: [] });
    const findings = await findingsOf(real, planned.id);
    expect(findings).not.toHaveLength(0);
    expect(await findingsOf(rehearsal, rehearsed.id)).toEqual(findings);
    expect(rehearsed.manifestDigest).toBe(planned.manifestDigest);
    for (const [place, { id }] of [
      [real, planned],
      [rehearsal, rehearsed],
    ] as const) {
      const aborted = valueOf(await place.services.client.tellRollout(id, "abort", "It was only compared."));
      expect(aborted.state).toBe("aborted");
    }
  },
  60_000,
);

test("an export is for its owner only, holds nothing secret, and overwrites nothing unless it is told to", async () => {
  expect(statSync(exportedPath).mode & 0o777).toBe(0o600);
  const text = readFileSync(exportedPath, "utf8");
  expect(text).not.toContain(real.tenant.address.clientSecret);
  expect(await exportTo(real, exportedPath)).toMatchObject({
    code: 2,
    errorOutput: expect.stringContaining("--force"),
  });
  expect(readFileSync(exportedPath, "utf8")).toBe(text);
  const { code, output } = await exportTo(real, exportedPath, "--force");
  expect(code).toBe(0);
  const [, id = ""] = /inventory (\S+) of/.exec(output) ?? [];
  expect(await exportTo(real, join(folder, "by-id.json"), id)).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, "by-id.json"), "utf8")).toBe(readFileSync(exportedPath, "utf8"));
}, 60_000);

async function startPlace(name: string, tenant: SimulatedTenant): Promise<Place> {
  closings.push(() => tenant.process.stop());
  const { environment } = tenant;
  const services = await startOneProcess({ dataDir: join(folder, name), environment });
  closings.push(() => services.process.stop());
  return { tenant, services };
}

/** PIM keeps the rows of somebody who was deleted; the directory knows nothing of them any more. */
async function deleteSomebodyWhoHoldsSomething(tenant: SimulatedTenant): Promise<void> {
  const { breakGlassIds } = await tenant.readFacts();
  const { assigned } = await tenant.readState();
  const held = assigned.find(({ principalId }) => !breakGlassIds.includes(principalId));
  const address = new URL(`/users/${held?.principalId ?? ""}`, tenant.address.controlUrl);
  expect((await fetch(address, { method: "DELETE" })).status).toBe(204);
}

function withSpec(plan: Row, spec: Row): Row {
  return { ...plan, spec: { ...Object(plan["spec"]), ...spec } };
}

/** The example with a rule for each kind of evidence, waves of people of some kind, and guards that only warn. */
function curious(plan: Row): Row {
  const rules: readonly Row[] = [
    { microsoftAccount: true },
    { guest: true },
    { licensed: false },
    { mfaRegistered: false },
    { noSignInForDays: 90 },
    { countries: ["Japan"] },
    { serviceAccountLike: true },
    { accountEnabled: false },
    { synchronized: true, tiers: [0] },
  ];
  const warn = "warn";
  const groupIds = readRows("groupMembers").map((group) => group["id"]);
  return withSpec(plan, {
    strategy: {
      default: "convert",
      // oxlint-disable-next-line unicorn/no-thenable
      rules: rules.map((when, at) => ({ name: `rule-${at}`, when, then: "keep" })),
    },
    guards: {
      operatorsLast: warn,
      approverLiveness: warn,
      availabilityFloor: { mode: warn, minimum: 3 },
      activationReadiness: warn,
      conditionalAccess: warn,
      tierZero: warn,
    },
    waves: [
      { name: "members", select: { groups: groupIds } },
      { name: "privileged", select: { roles: [{ privileged: true }] } },
      { name: "abroad", select: { countries: ["Germany", "India"] } },
      { name: "rest", size: { remainder: true } },
    ],
  });
}

function readRows(kind: string): readonly Row[] {
  const rows = readExport(exportedPath)[kind];
  return Array.isArray(rows) ? rows : [];
}

/** Settings of two roles that somebody has changed: who approves, and what an activation must come with. */
async function changeSettings(tenant: SimulatedTenant): Promise<void> {
  const { breakGlassIds } = await tenant.readFacts();
  const [userId = ""] = breakGlassIds;
  const change = async (path: string, body: object): Promise<void> => {
    const address = new URL(`/role-settings/${path}`, tenant.address.controlUrl);
    const headers = { "content-type": "application/json" };
    const response = await fetch(address, { method: "PATCH", headers, body: JSON.stringify(body) });
    expect(response.status).toBe(204);
  };
  await change(`${HELPDESK}/rules/Approval_EndUser_Assignment`, {
    setting: {
      isApprovalRequired: true,
      approvalStages: [
        {
          approvalStageTimeOutInDays: 2,
          isApproverJustificationRequired: false,
          escalationTimeInMinutes: 0,
          isEscalationEnabled: false,
          primaryApprovers: [{ "@odata.type": "#microsoft.graph.singleUser", userId }],
          escalationApprovers: [],
        },
      ],
    },
  });
  await change(`${HELPDESK}/rules/Expiration_Admin_Eligibility`, { maximumDuration: "P90D" });
  await change(`${USER_ADMINISTRATOR}/rules/Enablement_EndUser_Assignment`, { enabledRules: ["Ticketing"] });
}

async function findingsOf({ services }: Place, rolloutId: string): Promise<readonly FindingDocument[]> {
  return valueOf(await allItems((page) => services.client.listFindings(rolloutId, page)));
}

/** An export with what a made-up tenant does not have: a bit of everything that a service may leave unsaid. */
function withGaps(exported: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const unsaid = {
    isMicrosoftAccount: null,
    isLicensedForPim: null,
    lastSignIn: { isKnown: false },
    createdDateTime: null,
  };
  const changeOf: Readonly<Record<string, (row: Row, at: number) => Row | null>> = {
    roles: (role) => ({ ...role, isPrivileged: role["isBuiltIn"] === true ? role["isPrivileged"] : null }),
    principals: (one, at) => {
      if (one["type"] === "group")
        return { ...one, isDynamic: [null, true, false][at % 3], createdDateTime: null };
      if (one["type"] === "servicePrincipal") return { ...one, servicePrincipalType: null };
      if (at % 3 === 0)
        return { ...one, lastSignIn: { isKnown: true, at: null }, externalUserState: "Strange" };
      return at % 3 === 1 ? { ...one, ...unsaid } : one;
    },
    mfaRegistrations: (row, at) =>
      at % 2 === 0 ? null : { ...row, isMfaRegistered: false, methodsRegistered: ["email"] },
    roleSettings: (row, at) => (at === 0 ? null : row),
    licences: (licence, at) => (at === 0 ? { ...licence, isUsable: false } : licence),
  };
  return Object.fromEntries(
    Object.entries(exported).map(([name, value]) => {
      const change = changeOf[name];
      if (change === undefined || !Array.isArray(value)) return [name, value];
      return [name, value.map(change).filter((row) => row !== null)];
    }),
  );
}

function readExport(path: string): Readonly<Record<string, unknown>> {
  const document: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(path, "utf8"));
  return document;
}

function exportTo(
  { services }: Place,
  path: string,
  ...more: readonly string[]
): Promise<{ readonly code: number; readonly output: string; readonly errorOutput: string }> {
  const { apiUrl, statusUrl, tokenFile } = services.addresses;
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string; errorOutput: string }>();
  const env = {
    PATH: process.env["PATH"] ?? "",
    STANDDOWN_API: apiUrl,
    STANDDOWN_STATUS: statusUrl,
    STANDDOWN_TOKEN_FILE: tokenFile,
  };
  const args = [COMMAND, "inventory", "export", ...more, "--out", path];
  const child = execFile(process.execPath, args, { env }, (_error, output, errorOutput) =>
    resolve({ code: child.exitCode ?? -1, output, errorOutput }),
  );
  return promise;
}
