import type { DriftRow } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { pageOf, readPositionCursor, type Page, type PageRequest } from "../page.ts";

/** What a check found to differ, in the order of principals; nothing while it lasts. Throws `CursorUnknown`. */
export async function listDriftRows(
  database: Database,
  checkId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<DriftRow>> {
  const { rows } = await sql<{ position: number; document: DriftRow }>`
    select r.position, r.document
    from drift_checks d join drift_rows r on r.check_id = d.id and r.compilation_id = d.compilation_id
    where d.id = ${checkId} and r.position > ${readPositionCursor(cursor)}
    order by r.position limit ${limit + 1}
  `.execute(database);
  return pageOf(
    rows,
    limit,
    ({ position }) => [String(position)],
    ({ document }) => document,
  );
}
