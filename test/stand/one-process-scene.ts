import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOneProcess } from "@standdown/cli/demo";
import type { Scene } from "./rollout-story.ts";
import { startSmallTenant, type TenantChoice } from "./tenant.ts";

/** A small tenant with everything of ours in one process, which can die and come back. */
export type OneProcessScene = Scene & {
  /** Kills the process as a crash does, and starts it again in the same data folder. */
  crashAndRestart(): Promise<void>;
  close(): Promise<void>;
};

/** Starts it in a new data folder. */
export async function startOneProcessScene(choice: TenantChoice = {}): Promise<OneProcessScene> {
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-stand-"));
  const tenant = await startSmallTenant(choice);
  const start = () => startOneProcess({ dataDir, environment: tenant.environment });
  let running = await start();
  const scene: OneProcessScene = {
    tenant,
    client: running.client,
    crashAndRestart: async () => {
      await running.process.kill();
      running = await start();
      scene.client = running.client;
    },
    close: async () => {
      await running.process.stop();
      await tenant.process.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return scene;
}
