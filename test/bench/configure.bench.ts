import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { valueOf } from "@standdown/cli";
import { approveAndStart, postPlan, startOneProcess, startSimulatedTenant } from "@standdown/cli/demo";
import type { RoleSettingsChangeDocument } from "@standdown/contracts";
import { untilProgress, type Scene } from "../stand/rollout-story.ts";
import { ROLES, settingsPlan } from "../stand/settings-story.ts";
import { countRequests, liftLimits } from "../stand/trouble.ts";
import { printTable } from "./print-table.ts";

/** Assigned by nobody: every account, every guest, or every restricted guest has it. */
const SYSTEM_ASSIGNED: ReadonlySet<string> = new Set([
  "a0b1b346-4d3e-4e8b-98f8-753987be4970",
  "10dae51f-b6af-4016-8d66-8c2a99b929b3",
  "2af84b1e-32c8-42b7-82bc-daa82404023b",
]);
const SWITCH_COUNT = 20;
const UNCHANGED_COUNT = 30;
const READ = { method: "GET", pathContains: "roleManagementPolicyAssignments" };
const WRITE = { method: "PATCH", pathContains: "roleManagementPolicies" };

type Measured = {
  readonly limits: string;
  readonly roles: number;
  readonly differing: number;
  readonly switching: number;
  readonly writes: number;
  readonly reads: number;
  readonly seconds: number;
  readonly backWrites: number;
  readonly backReads: number;
  readonly backSeconds: number;
};

const measured = [await measure("published"), await measure("none")];
printTable(
  "Settings of all built-in roles that can be assigned: applied and proved, then restored and proved",
  [
    ["limits of the service", ...measured.map(({ limits }) => limits)],
    ...(
      [
        ["roles", "roles"],
        ["policies that differ", "differing"],
        ["of these switch between MFA and a context", "switching"],
        ["writes", "writes"],
        ["reads", "reads"],
        ["seconds", "seconds"],
        ["writes, back", "backWrites"],
        ["reads, back", "backReads"],
        ["seconds, back", "backSeconds"],
      ] as const
    ).map(([name, property]) => [name, ...measured.map((one) => String(one[property]))]),
  ],
);

/** Everything of ours in one process, with its default times, on a tenant that behaves as was observed. */
async function measure(limits: "published" | "none"): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-bench-"));
  const tenant = await startSimulatedTenant({
    seed: 7,
    source: { admins: 60 },
    minimumAge: "PT5M",
    proofInterval: "PT10S",
    lagFactor: 1,
  });
  if (limits === "none") await liftLimits(tenant);
  const { process, client } = await startOneProcess({ dataDir, environment: tenant.environment });
  try {
    return await carryOut({ tenant, client }, limits);
  } finally {
    await process.stop();
    await tenant.process.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function carryOut(scene: Scene, limits: string): Promise<Measured> {
  const { tenant, client } = scene;
  const roleIds = (await assignableRoles(scene)).filter((id) => id !== ROLES.reportsReader);
  const { breakGlassIds } = await tenant.readFacts();
  const plan = await settingsPlan(scene, {
    // Nobody is moved, so that nothing but settings is counted.
    roles: [ROLES.reportsReader],
    principals: { types: ["user"], include: breakGlassIds.slice(0, 1) },
    roleSettings: {
      templates: {
        context: { activation: { authenticationContext: "c1", maximumDuration: "PT1H" } },
        shorter: { extends: "standdown-base", activation: { maximumDuration: "PT4H" } },
      },
      assign: [
        { roles: named(roleIds.slice(0, SWITCH_COUNT)), template: "context" },
        { roles: named(roleIds.slice(SWITCH_COUNT, -UNCHANGED_COUNT)), template: "shorter" },
        {
          roles: named([...roleIds.slice(-UNCHANGED_COUNT), ROLES.reportsReader]),
          template: "standdown-base",
        },
      ],
    },
  });
  const rollout = await postPlan(client, plan);
  if (rollout.state !== "planned") throw new Error(JSON.stringify(rollout.problems));
  const changes: RoleSettingsChangeDocument[] = [];
  for (let cursor: string | undefined; ;) {
    const page = valueOf(
      await client.listRoleSettingsChanges(rollout.id, cursor === undefined ? {} : { cursor }),
    );
    changes.push(...page.items);
    if (page.next === null) break;
    cursor = page.next;
  }
  const differing = changes.filter(({ rules }) => rules.length > 0);
  const switching = differing.filter(({ rules }) =>
    rules.some(({ ruleId }) => ruleId === "AuthenticationContext_EndUser_Assignment"),
  );
  const forward = await timed(scene, async () => {
    await approveAndStart(client, rollout);
    await untilProgress(scene, rollout.id, "completed", ({ state }) => state === "completed");
  });
  const back = await timed(scene, async () => {
    valueOf(await client.tellRollout(rollout.id, "roll-back", "Measured."));
    await untilProgress(scene, rollout.id, "rolled back", ({ state }) => state === "rolledBack");
  });
  return {
    limits,
    roles: changes.length,
    differing: differing.length,
    switching: switching.length,
    writes: forward.writes,
    reads: forward.reads,
    seconds: forward.seconds,
    backWrites: back.writes,
    backReads: back.reads,
    backSeconds: back.seconds,
  };
}

async function timed({ tenant }: Scene, work: () => Promise<void>) {
  const beganMs = performance.now();
  const [reads = 0, writes = 0] = await countRequests(tenant, [READ, WRITE], work);
  return { reads, writes, seconds: Math.round((performance.now() - beganMs) / 100) / 10 };
}

function named(ids: readonly string[]): readonly object[] {
  return ids.map((id) => ({ id }));
}

/** Those of the tenant's built-in roles that can be assigned to somebody. */
async function assignableRoles({ client }: Scene): Promise<readonly string[]> {
  const { id } = valueOf(await client.orderInventory());
  for (;;) {
    const inventory = valueOf(await client.readInventory(id));
    if (inventory.state === "failed") throw new Error(JSON.stringify(inventory.problem));
    if (inventory.state === "completed") break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { items } = valueOf(await client.listRoles(id, { limit: 1000 }));
  return items.flatMap((role) => (role.isBuiltIn && !SYSTEM_ASSIGNED.has(role.id) ? [role.id] : []));
}
