import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import type { Binaries } from "./binaries.ts";
import { choosePort, isFree } from "./choose-port.ts";
import { DataFolderInUse, lockDataFolder, readOwner } from "./data-folder-lock.ts";
import { keepPort, readPort, type DataFolder } from "./data-folder.ts";
import { connect, findPostmaster, stopPostmaster, type Postmaster } from "./postmaster.ts";
import { startServer } from "./start-server.ts";

/** Where it is said what happens to the server; pino fits. */
export type EmbeddedLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};

/** The database that everything is in. */
export const DATABASE_NAME = "standdown";

const PORT_TRIES_MAX = 5;
const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 5000;

type SupervisorParts = {
  readonly dataDir: string;
  readonly log: EmbeddedLog;
  readonly binaries: Binaries;
  readonly folder: DataFolder;
};

/**
 * Keeps one server running. It holds one connection, which carries the lock on the folder; that this connection
 * breaks is the sign to look after the server, whoever started it.
 */
export class Supervisor {
  readonly #parts: SupervisorParts;
  #server: Postmaster | null = null;
  #connection: Client | null = null;
  #isClosing = false;
  #recovery: Promise<void> | null = null;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
  }

  /** Answers the port on which the server can be reached from now on. */
  async start(): Promise<number> {
    const { folder, log } = this.#parts;
    const living = await findPostmaster(folder);
    if (living !== null)
      log.info({ pid: living.pid }, "a PostgreSQL server that was left running is taken over");
    const server = living ?? (await this.#startOnFreePort());
    try {
      await keepPort(folder, server.port);
      await createDatabase(folder, server.port);
      await this.#own(server);
    } catch (error) {
      // A server that is another's is left to it; one that nobody will use is not left behind.
      if (living === null && !(error instanceof DataFolderInUse)) await stopPostmaster(folder, server);
      throw error;
    }
    return server.port;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#recovery;
    await this.#connection?.end().catch(() => undefined);
    if (this.#server !== null) await stopPostmaster(this.#parts.folder, this.#server);
  }

  async #startOnFreePort(): Promise<Postmaster> {
    const { binaries, folder } = this.#parts;
    for (let tries = 1; ; tries += 1) {
      const port = await choosePort(await readPort(folder));
      try {
        return await startServer(binaries, folder, port);
      } catch (error) {
        // Another process can have started the server on this folder, or taken the port, in this moment.
        const other = await findPostmaster(folder);
        if (other !== null) return other;
        if (tries >= PORT_TRIES_MAX || (await isFree(port))) throw error;
      }
    }
  }

  async #own(server: Postmaster): Promise<void> {
    const { folder, dataDir } = this.#parts;
    const connection = await connect(folder, server.port, DATABASE_NAME);
    if (!(await lockDataFolder(connection))) {
      const owner = await readOwner(connection);
      await connection.end();
      throw new DataFolderInUse(dataDir, owner);
    }
    this.#server = server;
    this.#connection = connection;
    connection.once("end", () => {
      if (!this.#isClosing) this.#recovery = this.#recover(server.port);
    });
  }

  /** Tries until the server answers again on its port, or is closed: everybody has its address. */
  async #recover(port: number): Promise<void> {
    const { binaries, folder, log } = this.#parts;
    log.warn({}, "the connection to PostgreSQL broke; looking after the server");
    for (let delayMs = FIRST_DELAY_MS; !this.#isClosing; delayMs = Math.min(delayMs * 2, LAST_DELAY_MS)) {
      try {
        const server = (await findPostmaster(folder)) ?? (await startServer(binaries, folder, port));
        await this.#own(server);
        log.info({ pid: server.pid }, "PostgreSQL answers again");
        return;
      } catch (error) {
        log.warn({ err: error }, "PostgreSQL does not answer yet");
        await delay(delayMs);
      }
    }
  }
}

async function createDatabase(folder: DataFolder, port: number): Promise<void> {
  const client = await connect(folder, port, "postgres");
  try {
    const { rows } = await client.query("select 1 from pg_database where datname = $1", [DATABASE_NAME]);
    if (rows.length === 0) await client.query(`create database ${DATABASE_NAME}`);
  } catch (error) {
    // Two processes can find it missing at the same time; the one that comes second finds it made.
    const isThere =
      error instanceof Error && "code" in error && ["42P04", "23505"].includes(String(error.code));
    if (!isThere) throw error;
  } finally {
    await client.end();
  }
}
