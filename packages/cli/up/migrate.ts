import { loadConfig } from "@standdown/runtime";
import { migrate } from "@standdown/store";

/**
 * Brings the database of DATABASE_URL to this release's schema, and says which versions were applied.
 * @throws ConfigurationError, SchemaTooNew, MigrationChanged.
 */
export async function runMigrate(environment: NodeJS.ProcessEnv): Promise<string> {
  const { databaseUrl } = loadConfig(environment, "migrate");
  const applied = await migrate(databaseUrl);
  return applied.length === 0 ? "The schema is current." : `Applied ${applied.join(", ")}.`;
}
