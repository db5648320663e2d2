import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import type { RolloutDocument } from "@standdown/contracts";
import { valueOf } from "../client/answer.ts";
import { allItems } from "../client/client.ts";
import { createLiveDisplay, type Screen } from "../display/live.ts";
import { problemText } from "../display/words.ts";
import { findingLines } from "../what-if/finding-lines.ts";
import { readManifest, type ManifestRow } from "../what-if/read-manifest.ts";
import { whatIfLines } from "../what-if/what-if.ts";
import { checkOutcome, type Check } from "./checks.ts";
import { fillPlan } from "./demo-plan.ts";
import type { OneProcess } from "./one-process.ts";
import { roleTable } from "./role-table.ts";
import type { SimulatedTenant, TenantFacts } from "./simulated-tenant.ts";
import {
  approveAndStart,
  followToEnd,
  postPlan,
  readAccess,
  readConversions,
  takeInventory,
} from "./story.ts";

/** What the demo is played with. */
export type Stage = {
  readonly tenant: SimulatedTenant;
  readonly standdown: OneProcess;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  /** Everything is gone when the demo has ended, so there is nothing to look at. */
  readonly isOnce: boolean;
};

const PLAN = "examples/remaining-roles.yaml";
const PLAN_URL = new URL(`../../../${PLAN}`, import.meta.url);

const ONCE_LINE = "Run it without `--once` to look around and roll back.";

/** Plays the whole story and answers whether everything that was promised came true. */
export async function runDemo(stage: Stage): Promise<boolean> {
  const { tenant, standdown, screen, signal } = stage;
  const { client } = standdown;
  const say = (...lines: readonly string[]): void =>
    void screen.write(lines.map((line) => `${line}\n`).join(""));
  const facts = await tenant.readFacts();
  const before = await tenant.readState();
  say(...openingLines(stage, facts), "");

  const rollout = await postPlan(client, planFor(facts));
  say(heading("What would happen"), `  ${PLAN}, posted as its author`, "");
  if (rollout.state !== "planned") {
    say(...rollout.problems.map((problem) => `  ${problemText(problem)}`));
    return false;
  }
  const manifest = readManifest(valueOf(await client.readManifest(rollout.id)));
  const findings = valueOf(await allItems((page) => client.listFindings(rollout.id, page)));
  const whatIf = valueOf(await client.readWhatIf(rollout.id));
  say(...indented(whatIfLines(whatIf)), "", ...indented(findingLines(findings)), "");
  say(`  digest ${rollout.manifestDigest ?? ""}`, "");

  await approveAndStart(client, rollout);
  say(heading("What happens"), "  approved by a second person, started by a third", "");
  const startedAtMs = performance.now();
  const end = await followToEnd(
    client,
    rollout,
    createLiveDisplay(screen, () => new Date()),
    signal,
  );
  if (end === null || signal.aborted) return false;
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  say("", `  ${end.state} after ${seconds} s`, "");

  const inventory = await takeInventory(client);
  const roles = roleTable(
    await readAccess(client, rollout.inventoryId),
    await readAccess(client, inventory.id),
    roleNamesOf(manifest),
  );
  say(heading("Before and after"), "", ...indented(roles), "");

  const checks = checkOutcome({
    manifest,
    facts,
    before,
    after: await tenant.readState(),
    conversions: await readConversions(client, rollout.id),
    ledger: valueOf(await client.verifyLedger(rollout.id)),
    watchdog: await tenant.readWatchdog(),
  });
  say(heading("What was promised"), "", ...checks.map(checkLine), "");
  say(...(stage.isOnce ? [ONCE_LINE] : closingLines(standdown, rollout)), "");
  return end.state === "completed" && checks.every(({ isMet }) => isMet);
}

function planFor({ tenantId, breakGlassIds }: TenantFacts): unknown {
  return fillPlan(readFileSync(PLAN_URL, "utf8"), { tenantId, emergencyAccessIds: breakGlassIds });
}

function openingLines({ tenant, standdown }: Stage, { counts }: TenantFacts): string[] {
  const { addresses } = standdown;
  const people = `${counts["users"] ?? 0} users, ${counts["groups"] ?? 0} groups, ${counts["servicePrincipals"] ?? 0} applications`;
  return [
    styleText("bold", "Standdown: standing role assignments become eligible ones, wave by wave"),
    "",
    `  tenant  ${tenant.address.graphBaseUrl} (simulated)`,
    `          ${people}`,
    `          ${counts["standing"] ?? 0} standing assignments, ${counts["eligible"] ?? 0} eligible, ${counts["activated"] ?? 0} activated right now`,
    `  api     ${addresses.apiUrl}`,
    `  status  ${addresses.statusUrl}`,
  ];
}

function closingLines({ addresses }: OneProcess, { id }: RolloutDocument): string[] {
  return [
    heading("How to put it back"),
    "",
    `  api     ${addresses.apiUrl}`,
    `  status  ${addresses.statusUrl}`,
    `  tokens  ${addresses.tokenFile}`,
    "",
    `  export STANDDOWN_API=${addresses.apiUrl} STANDDOWN_STATUS=${addresses.statusUrl}`,
    `  export STANDDOWN_TOKEN_FILE=${addresses.tokenFile}`,
    `  npx standdown roll-back ${id} --wave broad   # one wave`,
    `  npx standdown roll-back ${id}                # everything`,
    `  npx standdown watch ${id}`,
  ];
}

function checkLine({ what, isMet, found }: Check): string {
  return `  ${isMet ? styleText("green", "✓") : styleText("red", "✗")} ${what} (${found})`;
}

function roleNamesOf(manifest: readonly ManifestRow[]): ReadonlyMap<string, string> {
  return new Map(manifest.map(({ roleDefinitionId, roleName }) => [roleDefinitionId, roleName]));
}

function heading(text: string): string {
  return styleText("bold", text);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}
