import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

// Each benchmark is a process of its own, one after the other: none warms the next one up.
for (const file of globSync("*.bench.ts", { cwd: import.meta.dirname }).toSorted()) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
