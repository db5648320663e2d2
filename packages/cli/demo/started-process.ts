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
  /** Which line of standard output says that it has started; the first one where this is left out. */
  readonly isReadyLine?: (line: string) => boolean;
  /** Gives up a start that has not come to that line. */
  readonly signal?: AbortSignal;
};

/** A process that was started and said that it is ready. */
export type StartedProcess = {
  readonly pid: number;
  readonly readyLine: string;
  /** Resolves with the exit code when the process has ended, whoever ended it; null where a signal did. */
  readonly ended: Promise<number | null>;
  /** Asks it to end, and kills it where it does not within the bound. */
  stop(): Promise<number | null>;
  /** Ends it without a warning, as a crash does. */
  kill(): Promise<number | null>;
};

/** A process that ended, or said nothing, instead of starting; with the last of what it wrote. */
export class StartError extends Error {
  constructor(name: string, output: string) {
    super(`${name} did not start${output === "" ? "" : `:\n${output.trimEnd()}`}`);
    this.name = "StartError";
  }
}

const START_BOUND_MS = 60_000;
const STOP_BOUND_MS = 30_000;
const OUTPUT_MAX = 10_000;

/**
 * Starts a process and waits for the line in which it says that it is ready. It is in a process group of its own, so
 * that a Ctrl-C in the terminal reaches only who started it, who stops it in order.
 * @throws StartError
 */
export async function startProcess(start: ProcessStart): Promise<StartedProcess> {
  const child = spawn(process.execPath, [fileURLToPath(start.file), ...start.args], {
    detached: true,
    env: { ...process.env, ...start.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.once("error", () => resolve(null));
  });
  // Whoever started it may fail before it comes to stopping it.
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  void ended.then(() => process.off("exit", killWithUs));
  let output = "";
  const keep = (text: string): void => void (output = (output + text).slice(-OUTPUT_MAX));
  child.stderr.setEncoding("utf8").on("data", keep);
  child.stdout.setEncoding("utf8").on("data", keep);
  const line = await readyLineOf(child, ended, start);
  if (line === null || child.pid === undefined) {
    child.kill("SIGKILL");
    await ended;
    throw new StartError(start.name, output);
  }
  return {
    pid: child.pid,
    readyLine: line,
    ended,
    stop: () => end(child, ended, "SIGTERM"),
    kill: () => end(child, ended, "SIGKILL"),
  };
}

/** Null: it ended first, took too long, or is not wanted any more. */
async function readyLineOf(
  child: ChildProcess,
  ended: Promise<number | null>,
  { signal, isReadyLine = () => true }: ProcessStart,
): Promise<string | null> {
  if (child.stdout === null || signal?.aborted === true) return null;
  const lines = createInterface({ input: child.stdout });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => resolve(null), START_BOUND_MS);
  const giveUp = (): void => resolve(null);
  lines.on("line", (line) => {
    if (isReadyLine(line)) resolve(line);
  });
  signal?.addEventListener("abort", giveUp);
  void ended.then(() => resolve(null));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
    lines.removeAllListeners("line");
  }
}

async function end(
  child: ChildProcess,
  ended: Promise<number | null>,
  signal: "SIGTERM" | "SIGKILL",
): Promise<number | null> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_BOUND_MS);
  const exitCode = await ended;
  clearTimeout(timer);
  return exitCode;
}
