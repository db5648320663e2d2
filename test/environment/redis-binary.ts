import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Redis that can be started here, and the folders that its libraries are in besides the system's. */
export type RedisBinary = { readonly command: string; readonly libraryPath: string | null };

const ADVICE = "The tests need Redis 6.2 or later: install redis-server, or set REDIS_URL.";
const COMMAND_BOUND_MS = 180_000;

/**
 * The `redis-server` on the path, else Debian's package unpacked into a cache folder; nothing is ever installed.
 * @throws Error whose message says what to install.
 */
export async function findRedis(): Promise<RedisBinary> {
  const onPath: RedisBinary = { command: "redis-server", libraryPath: null };
  if (await canRun(onPath)) return onPath;
  const folder = join(cacheFolder(), `redis-${process.arch}`);
  const cached = await unpackedIn(folder);
  if (cached !== null) return cached;
  try {
    await unpackInto(folder);
  } catch (error) {
    throw new Error(ADVICE, { cause: error });
  }
  const unpacked = await unpackedIn(folder);
  if (unpacked === null) throw new Error(ADVICE);
  return unpacked;
}

/** The environment in which the binary finds its libraries. */
export function environmentOf({ libraryPath }: RedisBinary): NodeJS.ProcessEnv {
  return libraryPath === null ? process.env : { ...process.env, LD_LIBRARY_PATH: libraryPath };
}

function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "standdown");
}

async function canRun(binary: RedisBinary): Promise<boolean> {
  try {
    await run(binary.command, ["--version"], { env: environmentOf(binary) });
    return true;
  } catch {
    return false;
  }
}

async function unpackedIn(folder: string): Promise<RedisBinary | null> {
  const libraries = join(folder, "usr", "lib");
  if (!existsSync(libraries)) return null;
  const entries = await readdir(libraries, { withFileTypes: true });
  const libraryPath = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(libraries, entry.name))
    .join(":");
  const binary = { command: join(folder, "usr", "bin", "redis-server"), libraryPath };
  return (await canRun(binary)) ? binary : null;
}

/** Unpacks beside the folder and renames, so that a run that is cut off leaves nothing half done. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  try {
    const packages = join(draft, "packages");
    const root = join(draft, "root");
    await mkdir(packages);
    await downloadInto(packages, await privateApt(join(draft, "apt")));
    for (const file of await readdir(packages)) await run("dpkg-deb", ["-x", join(packages, file), root]);
    await rm(folder, { recursive: true, force: true });
    await rename(root, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Downloads Redis and what it needs that this system lacks, by the system's package lists or by fresh ones. */
async function downloadInto(packages: string, fresh: readonly string[]): Promise<void> {
  try {
    await download(packages, []);
  } catch {
    await apt(packages, [...fresh, "update"]);
    await download(packages, fresh);
  }
}

async function download(packages: string, options: readonly string[]): Promise<void> {
  const plan = await apt(packages, [
    ...options,
    "--simulate",
    "--no-install-recommends",
    "install",
    "redis-server",
  ]);
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].flatMap(([, name]) => name ?? []);
  if (missing.length === 0) throw new Error("apt-get would install nothing");
  await apt(packages, [...options, "download", ...missing]);
}

async function apt(directory: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run("apt-get", ["--quiet", ...args], {
    cwd: directory,
    timeout: COMMAND_BOUND_MS,
  });
  return stdout;
}

/** Options with which apt keeps its lists in a folder of ours, so that it needs no rights and changes nothing. */
async function privateApt(folder: string): Promise<readonly string[]> {
  const lists = join(folder, "lists");
  const archives = join(folder, "cache", "archives");
  await mkdir(join(lists, "partial"), { recursive: true });
  await mkdir(join(archives, "partial"), { recursive: true });
  return [`Dir::State::lists=${lists}`, `Dir::Cache=${join(folder, "cache")}`].flatMap((option) => [
    "-o",
    option,
  ]);
}
