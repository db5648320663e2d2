import type { WhatIf } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What a rollout would do, as it was counted when it was compiled. Null: it is not compiled, or was by a release that did
 * not count all of this.
 */
export async function readWhatIf(database: Database, rolloutId: string): Promise<WhatIf | null> {
  const { rows } = await sql<{ whatIf: WhatIf | null }>`
    select what_if as "whatIf" from rollouts where id = ${rolloutId}
  `.execute(database);
  return rows[0]?.whatIf ?? null;
}
