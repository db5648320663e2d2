import {
  CONVERSION_STATES,
  DIRECTIONS,
  DISPOSITIONS,
  EFFECTIVE_DISPOSITIONS,
  FINDING_SEVERITIES,
  FINDING_SOURCES,
  DRIFT_CHECK_STATES,
  INVENTORY_STATES,
  REVIEW_EVENT_KINDS,
  ROLLOUT_STATES,
  SETTINGS_STATES,
  STEP_NAMES,
  STEP_STATES,
  WAVE_STATES,
} from "@standdown/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  startEmptyDatabase,
  startTestDatabase,
  type TestDatabase,
} from "../../../test/environment/postgres.ts";
import { openPool } from "../pool.ts";
import { MigrationChanged, SchemaTooNew, SchemaTooOld } from "./check-schema.ts";
import { assertSchemaCurrent, migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";

const WORDS_OF_CHECK: Readonly<Record<string, readonly string[]>> = {
  rollout_state_known: ROLLOUT_STATES,
  wave_state_known: WAVE_STATES,
  conversion_state_known: CONVERSION_STATES,
  step_state_known: STEP_STATES,
  inventory_state_known: INVENTORY_STATES,
  drift_check_state_known: DRIFT_CHECK_STATES,
  step_name_known: STEP_NAMES,
  entry_disposition_known: DISPOSITIONS,
  conversion_disposition_known: EFFECTIVE_DISPOSITIONS,
  finding_guard_known: FINDING_SOURCES,
  finding_severity_known: FINDING_SEVERITIES,
  review_event_kind_known: REVIEW_EVENT_KINDS,
  rollout_direction_known: DIRECTIONS,
  wave_direction_known: DIRECTIONS,
  conversion_direction_known: DIRECTIONS,
  role_settings_state_known: SETTINGS_STATES,
  role_settings_direction_known: DIRECTIONS,
};

let database: TestDatabase;
let pool: ReturnType<typeof openPool>;

beforeAll(async () => {
  database = await startTestDatabase();
  pool = openPool(database.databaseUrl, { connectionsMax: 2, log: console });
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

async function withDatabase(then: (databaseUrl: string) => Promise<void>): Promise<void> {
  const own = await startEmptyDatabase();
  try {
    await then(own.databaseUrl);
  } finally {
    await own.close();
  }
}

async function assertCurrent(databaseUrl: string, statement = "select 1"): Promise<void> {
  const own = openPool(databaseUrl, { connectionsMax: 1, log: console });
  try {
    await own.query(statement);
    await assertSchemaCurrent(own);
  } finally {
    await own.end();
  }
}

describe("the database knows the same words as the domain", () => {
  test.each(Object.entries(WORDS_OF_CHECK))("%s", async (name, words) => {
    const { rows } = await pool.query<{ definition: string }>(
      "select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1",
      [name],
    );
    const inDatabase = [...(rows[0]?.definition ?? "").matchAll(/'([A-Za-z]+)'/g)].map(
      ([, word = ""]) => word,
    );
    expect(inDatabase.toSorted()).toEqual([...words].toSorted());
  });

  test("every CHECK on a state is compared here", async () => {
    const { rows } = await pool.query<{ conname: string }>(
      "select conname from pg_constraint where contype = 'c' and conname like '%state\\_known'",
    );
    expect(rows.map(({ conname }) => conname).filter((name) => !(name in WORDS_OF_CHECK))).toEqual([]);
  });
});

describe("a database is only worked on with the schema that this release knows", () => {
  test("one that was never migrated is refused with what to do", async () => {
    await withDatabase(async (url) => {
      await expect(assertCurrent(url)).rejects.toThrow(SchemaTooOld);
      await expect(assertCurrent(url)).rejects.toThrow("run migrate");
    });
  });

  test("any number of processes migrate at once, and each migration is applied once", async () => {
    await withDatabase(async (url) => {
      const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
      const known = await readMigrations();
      expect(applied.flat()).toEqual(known.map(({ version }) => version));
      await assertCurrent(url);
    });
  });

  test("one that a newer release migrated is refused, by migrate too", async () => {
    await withDatabase(async (url) => {
      await migrate(url);
      const newer = "insert into schema_migrations (version, name, sha256) values (99, 'later', 'x')";
      await expect(assertCurrent(url, newer)).rejects.toThrow(SchemaTooNew);
      await expect(migrate(url)).rejects.toThrow("schema version 99");
    });
  });

  test("a migration that reads differently than when it was applied is refused", async () => {
    await withDatabase(async (url) => {
      await migrate(url);
      const other = "update schema_migrations set sha256 = 'x' where version = 2";
      await expect(assertCurrent(url, other)).rejects.toThrow(MigrationChanged);
      await expect(migrate(url)).rejects.toThrow(MigrationChanged);
    });
  });
});
