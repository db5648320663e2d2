import type { Finding } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { pageOf, readPositionCursor, type Page, type PageRequest } from "../page.ts";

type FindingRow = { readonly position: number; readonly finding: Finding };

/** What the guards warned of, in the order in which it was signed. Throws `CursorUnknown`. */
export async function listFindings(
  database: Database,
  rolloutId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<Finding>> {
  const { rows } = await sql<FindingRow>`
    select position, jsonb_build_object(
      'guard', guard, 'code', code, 'severity', severity, 'pointer', pointer, 'message', message,
      'principalId', principal_id, 'roleDefinitionId', role_definition_id, 'count', count, 'evidence', evidence
    ) as finding
    from findings
    where rollout_id = ${rolloutId} and position > ${readPositionCursor(cursor)}
    order by position limit ${limit + 1}
  `.execute(database);
  return pageOf(
    rows,
    limit,
    ({ position }) => [String(position)],
    ({ finding }) => finding,
  );
}
