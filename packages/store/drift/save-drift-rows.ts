import type { DriftRow } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";

/** Stores the next rows of what differs; `firstPosition` is that of the first of them. */
export async function saveDriftRows(
  database: Database,
  of: { readonly checkId: string; readonly compilationId: string; readonly firstPosition: number },
  rows: readonly DriftRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into drift_rows (check_id, compilation_id, position, document)
    select ${of.checkId}::uuid, ${of.compilationId}::uuid, ${of.firstPosition}::integer + place - 1, document
    from jsonb_array_elements(${json(rows)}) with ordinality as listed (document, place)
  `.execute(database);
}
