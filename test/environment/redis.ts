import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { environmentOf, findRedis } from "./redis-binary.ts";

/** A Redis of our own. */
export type RunningRedis = {
  readonly redisUrl: string;
  readonly port: number;
  /** Kills it at once; all its data is gone. */
  kill(): Promise<void>;
};

const START_BOUND_MS = 10_000;
const ATTEMPT_MAX = 5;

// The shell waits for the end of its input, which also comes when the process that holds the other end is killed.
const END_WITH_PARENT = '"$@" </dev/null & child=$!; read -r _; kill -9 "$child"; wait "$child"';

/** Starts an empty Redis on a loopback port: the given one, or a free one. Its data is never written to disk. */
export async function startRedis(options: { readonly port?: number } = {}): Promise<RunningRedis> {
  const binary = await findRedis();
  const directory = await mkdtemp(join(tmpdir(), "standdown-redis-"));
  const settings = [
    "--bind",
    "127.0.0.1",
    "--dir",
    directory,
    "--save",
    "",
    "--maxmemory-policy",
    "noeviction",
  ];
  for (let attempt = 1; attempt <= ATTEMPT_MAX; attempt += 1) {
    const port = options.port ?? (await freePort());
    const args = ["-c", END_WITH_PARENT, "sh", binary.command, "--port", String(port), ...settings];
    const shell = spawn("sh", args, { env: environmentOf(binary), stdio: ["pipe", "ignore", "ignore"] });
    const kill = async () => {
      const ended = once(shell, "exit");
      shell.stdin.end();
      if (shell.exitCode === null && shell.signalCode === null) await ended;
      await rm(directory, { recursive: true, force: true });
    };
    if (await answers(port)) return { redisUrl: `redis://127.0.0.1:${port}`, port, kill };
    await kill();
  }
  throw new Error(`Redis did not start in ${ATTEMPT_MAX} attempts`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** Waits until it answers; false when it does not. */
async function answers(port: number): Promise<boolean> {
  const endsAtMs = performance.now() + START_BOUND_MS;
  while (performance.now() < endsAtMs) {
    if (await pongs(port)) return true;
    await delay(20);
  }
  return false;
}

function pongs(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(1000, () => socket.destroy());
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (answer) => {
      resolve(answer.toString().startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
