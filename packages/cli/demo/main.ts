import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOneProcess } from "./one-process.ts";
import { DEMO_USAGE, readDemoArguments, type DemoOptions } from "./options.ts";
import { runDemo } from "./run-demo.ts";
import { startSimulatedTenant } from "./simulated-tenant.ts";
import type { StartedProcess } from "./started-process.ts";

const LOG_LINES_SHOWN = 10;

const given = readDemoArguments(process.argv.slice(2));
if (given.ok) {
  process.exitCode = await play(given.options);
} else {
  process.stderr.write(`${given.mistakes.join("\n")}\n\n${DEMO_USAGE}\n`);
  process.exitCode = 2;
}

/** Starts everything, plays the demo, and leaves nothing behind. Answers with the exit code. */
async function play(options: DemoOptions): Promise<number> {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => ending.abort());
  const told = new Promise<"told">((resolve) => {
    ending.signal.addEventListener("abort", () => resolve("told"), { once: true });
  });
  const dataDir = mkdtempSync(join(tmpdir(), "standdown-demo-"));
  const processes: StartedProcess[] = [];
  let isGood = false;
  try {
    const tenant = await startSimulatedTenant({
      seed: options.seed,
      source: { admins: options.admins },
      minimumAge: "PT3S",
      proofInterval: "PT0.5S",
      lagFactor: 0.1,
      signal: ending.signal,
    });
    processes.push(tenant.process);
    const standdown = await startOneProcess({
      dataDir,
      environment: tenant.environment,
      signal: ending.signal,
    });
    processes.push(standdown.process);
    const { signal } = ending;
    const stage = { tenant, standdown, screen: process.stdout, signal, isOnce: options.isOnce };
    const crashed = Promise.race(processes.map((each) => each.ended)).then(() => "ended" as const);
    const outcome = await Promise.race([runDemo(stage), crashed, told]);
    if (outcome === "ended" && !ending.signal.aborted)
      throw new Error("a process of the demo ended by itself");
    isGood = outcome === true;
    if (!isGood && outcome !== "told") showLog(standdown.addresses.logFile);
    if (!options.isOnce && outcome !== "told") {
      process.stdout.write("It stays up for a look; Ctrl-C ends it.\n");
      await Promise.race([told, crashed]);
    }
  } catch (error) {
    if (!ending.signal.aborted) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      showLog(join(dataDir, "standdown.log"));
    }
  } finally {
    // The last one started is the first one stopped: what speaks to the tenant ends before the tenant.
    for (const each of processes.toReversed()) await each.stop();
    if (options.keepsData) process.stdout.write(`The data folder is ${dataDir}\n`);
    else rmSync(dataDir, { recursive: true, force: true });
  }
  return isGood ? 0 : 1;
}

/** The last warnings and errors of the log, before its folder is removed. */
function showLog(path: string): void {
  let lines: readonly string[];
  try {
    lines = readFileSync(path, "utf8").split("\n");
  } catch {
    return;
  }
  const bad = lines.filter((line) => /"level":"(warn|error|fatal)"/.test(line)).slice(-LOG_LINES_SHOWN);
  for (const line of bad) process.stderr.write(`${line}\n`);
}
