import { Pool } from "pg";
import { afterAll, beforeAll } from "vitest";
import { startEmptyDatabase, type TestDatabase } from "../../test/environment/postgres.ts";
import { describeQueue } from "./conformance.ts";
import { createPostgresQueue } from "./index.ts";

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await startEmptyDatabase();
  pool = new Pool({ connectionString: database.databaseUrl, max: 1 });
  // The server may end a connection that is just being closed, when the database is dropped.
  pool.on("connect", (client) => client.on("error", () => {}));
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

describeQueue({
  backend: "PostgreSQL",
  url: () => database.databaseUrl,
  open: (url, schema, timing) => createPostgresQueue({ databaseUrl: url, schema, timing }),
  readPayloads: async (schema) => {
    const { rows } = await pool.query<{ data: unknown }>(`select data from ${schema}.job`);
    return rows.map(({ data }) => data);
  },
  drop: async (schema) => void (await pool.query(`drop schema ${schema} cascade`)),
});
