import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What is started: a file that Node runs, and with what. */
export type ProcessStart = {
  readonly name: string;
  readonly file: URL;
  readonly args: readonly string[];
  /** Added to this process's own environment; `undefined` takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** A process that was started and said its first line. */
export type StartedProcess = {
  readonly pid: number;
  readonly firstLine: string;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Asks it to end, and kills it where it does not within the bound. */
  stop(): Promise<void>;
  /** Ends it without a warning, as a crash does. */
  kill(): Promise<void>;
};

/** A process that ended, or said nothing, instead of starting; with what it wrote to standard error. */
export class StartError extends Error {
  constructor(name: string, why: string, errorOutput: string) {
    super(`${name} ${why}${errorOutput === "" ? "" : `:\n${errorOutput.trimEnd()}`}`);
    this.name = "StartError";
  }
}

const START_BOUND_MS = 60_000;
const STOP_BOUND_MS = 30_000;
const ERROR_OUTPUT_MAX = 10_000;

/**
 * Starts a process and waits for the first line of its standard output. It is in a process group of its own, so
 * that a Ctrl-C in the terminal reaches only who started it, who stops it in order.
 * @throws StartError
 */
export async function startProcess(start: ProcessStart): Promise<StartedProcess> {
  const child = spawn(process.execPath, [fileURLToPath(start.file), ...start.args], {
    detached: true,
    env: { ...process.env, ...start.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  let errorOutput = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorOutput = (errorOutput + text).slice(-ERROR_OUTPUT_MAX);
  });
  const line = await firstLineOf(child, ended);
  if (line === null || child.pid === undefined) {
    child.kill("SIGKILL");
    await ended;
    throw new StartError(start.name, "did not start", errorOutput);
  }
  return {
    pid: child.pid,
    firstLine: line,
    ended,
    stop: () => end(child, ended, "SIGTERM"),
    kill: () => end(child, ended, "SIGKILL"),
  };
}

/** Null: it ended first, or took too long. */
async function firstLineOf(child: ChildProcess, ended: Promise<void>): Promise<string | null> {
  if (child.stdout === null) return null;
  const lines = createInterface({ input: child.stdout });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => resolve(null), START_BOUND_MS);
  lines.once("line", resolve);
  void ended.then(() => resolve(null));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess, ended: Promise<void>, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_BOUND_MS);
  await ended;
  clearTimeout(timer);
}
