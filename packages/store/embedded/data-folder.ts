import { randomBytes, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
  chown,
  link,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from "node:fs/promises";
import { join, resolve } from "node:path";
import { hasCode } from "./error-code.ts";

/** Whom the server runs as: PostgreSQL refuses to be root. Null: the user that this process runs as. */
export type ServerUser = { readonly uid: number; readonly gid: number };

/**
 * The part of the data folder that is PostgreSQL's. `cluster` belongs to the server's user; the password, the port
 * and the log lie beside it and are this process's own.
 */
export type DataFolder = {
  readonly cluster: string;
  readonly user: ServerUser | null;
  /** The superuser's, random and made once. */
  readonly password: string;
  readonly portFile: string;
  readonly logFile: string;
};

/** Users that have no rights of their own, the first of which the server runs as when this process is root. */
const UNPRIVILEGED_USERS = ["postgres", "nobody"];

/** Makes the folder where it is missing. Nobody else may enter it. */
export async function prepareDataFolder(dataDir: string): Promise<DataFolder> {
  const own = resolve(dataDir, "postgres");
  const cluster = join(own, "cluster");
  await mkdir(own, { recursive: true, mode: 0o700 });
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  const user = process.getuid?.() === 0 ? await chooseUser(cluster) : null;
  if (user !== null) await chown(cluster, user.uid, user.gid);
  return {
    cluster,
    user,
    password: await readOrMakePassword(join(own, "password")),
    portFile: join(own, "port"),
    logFile: join(own, "postgres.log"),
  };
}

/** True once the cluster was made. */
export async function hasCluster({ cluster }: DataFolder): Promise<boolean> {
  return await stat(join(cluster, "data", "PG_VERSION"))
    .then(() => true)
    .catch(() => false);
}

/**
 * How the server reaches the cluster. The server's user may not be able to enter the folders above it, such as a home
 * that is closed to others: on Linux the open folder itself is handed over, as file descriptor 3.
 */
export async function openForServer({
  cluster,
  user,
}: DataFolder): Promise<{ readonly path: string; readonly handle: FileHandle | null }> {
  if (user === null || process.platform !== "linux") return { path: cluster, handle: null };
  const handle = await open(cluster, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: "/proc/self/fd/3", handle };
}

/** The port that was used before; null where none was. */
export async function readPort({ portFile }: DataFolder): Promise<number | null> {
  const text = await readFile(portFile, "utf8").catch(() => "");
  const port = Number(text);
  return Number.isInteger(port) && port > 0 ? port : null;
}

/** Keeps the port for the next start. */
export async function keepPort({ portFile }: DataFolder, port: number): Promise<void> {
  const draft = `${portFile}.${randomUUID()}`;
  await writeFile(draft, String(port), { mode: 0o600 });
  await rename(draft, portFile);
}

/** Who owned the cluster before goes on with it, so that a folder can change from one user to root. */
async function chooseUser(cluster: string): Promise<ServerUser> {
  const { uid, gid } = await stat(cluster);
  if (uid !== 0) return { uid, gid };
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const wanted of UNPRIVILEGED_USERS) {
    const [, , id, group] = users.find(([name]) => name === wanted) ?? [];
    if (id !== undefined && group !== undefined) return { uid: Number(id), gid: Number(group) };
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and there is no user to run it as (${UNPRIVILEGED_USERS.join(", ")}): ` +
      "start as another user.",
  );
}

/** The file appears whole or not at all; of two processes at the same time one makes it and both read it. */
async function readOrMakePassword(file: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, randomBytes(32).toString("hex"), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return await readFile(file, "utf8");
}
