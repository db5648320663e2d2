import type { WhatIf } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What a rollout would do, as it was counted when it was compiled, maybe before plans could set roles. Null: it is not
 * compiled, or there is none.
 */
export async function readWhatIf(database: Database, rolloutId: string): Promise<WhatIf | null> {
  const { rows } = await sql<{ whatIf: WhatIf | null }>`
    select '{"roleSettings": []}'::jsonb || what_if as "whatIf" from rollouts where id = ${rolloutId}
  `.execute(database);
  return rows[0]?.whatIf ?? null;
}
