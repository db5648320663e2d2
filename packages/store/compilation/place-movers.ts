import { sql } from "kysely";
import { json, type Database } from "../database.ts";
import type { Compilation } from "./save-drafts.ts";

/** The wave of a mover, by position. */
export type MoverPlace = { readonly principalId: string; readonly wavePosition: number };

/** Stores the waves of some movers: everything that is done to one principal is done in one wave. */
export async function placeMovers(
  database: Database,
  compilation: Compilation,
  places: readonly MoverPlace[],
): Promise<void> {
  await sql`
    update compiled_entries e set wave_position = place."wavePosition"
    from jsonb_to_recordset(${json(places)}) as place ("principalId" text, "wavePosition" integer)
    where e.compilation_id = ${compilation.id} and e.principal_id = place."principalId"
      and e.document ->> 'disposition' in ('convert', 'remove')
  `.execute(database);
}
