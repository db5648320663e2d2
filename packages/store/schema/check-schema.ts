import type { Migration } from "./migrations.ts";

/** A migration as the database remembers it. */
export type AppliedMigration = {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
};

/** The database was migrated by a newer release: this one would not know what it reads. */
export class SchemaTooNew extends Error {
  constructor(databaseVersion: number, codeVersion: number) {
    super(
      `The database has schema version ${databaseVersion}, and this release knows versions up to ${codeVersion}: ` +
        "run the release that migrated it, or a newer one.",
    );
  }
}

/** The database was not migrated, or by an older release. */
export class SchemaTooOld extends Error {
  constructor(databaseVersion: number, codeVersion: number) {
    const has = databaseVersion === 0 ? "no schema yet" : `schema version ${databaseVersion}`;
    super(`The database has ${has}, and this release needs version ${codeVersion}: run migrate.`);
  }
}

/** A migration that was applied reads differently now: nobody knows what the schema is. */
export class MigrationChanged extends Error {
  constructor({ version, name }: AppliedMigration) {
    super(
      `Migration ${version} (${name}) is not the one that this database was migrated with: ` +
        "migrations never change once they are released.",
    );
  }
}

/**
 * The migrations that are still to be applied. Throws {@link SchemaTooNew} or {@link MigrationChanged} where the
 * code does not fit what was applied.
 */
export function pendingMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const newest = applied.at(-1)?.version ?? 0;
  if (newest > known.length) throw new SchemaTooNew(newest, known.length);
  for (const { version, ...was } of applied) {
    if (known[version - 1]?.sha256 !== was.sha256) throw new MigrationChanged({ version, ...was });
  }
  return known.slice(newest);
}
