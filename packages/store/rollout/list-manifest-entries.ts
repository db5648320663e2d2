import type { BeforeImage, Disposition, ManifestEntry, ReasonCode } from "@standdown/domain";
import { sql } from "kysely";
import { keyOf, type KeyColumns } from "../conversion/conversion-row.ts";
import type { Database } from "../database.ts";
import { pageOf, readPositionCursor, type Page, type PageRequest } from "../page.ts";

type EntryRow = KeyColumns & {
  readonly position: number;
  readonly assignment_id: string;
  readonly disposition: Disposition;
  readonly reason: ReasonCode;
  readonly detail: string | null;
  readonly wave_position: number | null;
  readonly before_image: BeforeImage;
};

/** All entries of a rollout's manifest, whatever becomes of them, in its order. Throws `CursorUnknown`. */
export async function listManifestEntries(
  database: Database,
  rolloutId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<ManifestEntry>> {
  const { rows } = await sql<EntryRow>`
    select position, principal_id, role_definition_id, directory_scope_id, app_scope_id, assignment_id,
      disposition, reason, detail, wave_position, before_image
    from manifest_entries
    where rollout_id = ${rolloutId} and position > ${readPositionCursor(cursor)}
    order by position limit ${limit + 1}
  `.execute(database);
  return pageOf(rows, limit, (row) => [String(row.position)], entryOf);
}

function entryOf(row: EntryRow): ManifestEntry {
  return {
    key: keyOf(row),
    assignmentId: row.assignment_id,
    disposition: row.disposition,
    reason: row.reason,
    detail: row.detail,
    wavePosition: row.wave_position,
    beforeImage: row.before_image,
  };
}
