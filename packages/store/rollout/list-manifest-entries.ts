import type {
  BeforeImage,
  ClassCode,
  Disposition,
  Evidence,
  ManifestEntry,
  ReasonCode,
} from "@standdown/domain";
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
  readonly evidence: readonly Evidence[];
};

/** Which entries of a manifest; what is left out is not asked for. */
export type EntryFilter = {
  readonly disposition?: Disposition | undefined;
  readonly reason?: ReasonCode | undefined;
  readonly roleDefinitionId?: string | undefined;
  readonly principalId?: string | undefined;
  readonly wavePosition?: number | undefined;
  readonly class?: ClassCode | undefined;
};

/** Entries of a rollout's manifest, whatever becomes of them, in its order. Throws `CursorUnknown`. */
export async function listManifestEntries(
  database: Database,
  rolloutId: string,
  { cursor, limit, ...filter }: EntryFilter & PageRequest,
): Promise<Page<ManifestEntry>> {
  const { disposition = null, reason = null, roleDefinitionId = null, principalId = null } = filter;
  const { wavePosition = null, class: code = null } = filter;
  const { rows } = await sql<EntryRow>`
    select position, principal_id, role_definition_id, directory_scope_id, app_scope_id, assignment_id,
      disposition, reason, detail, wave_position, before_image, evidence
    from manifest_entries
    where rollout_id = ${rolloutId} and position > ${readPositionCursor(cursor)}
      and (${disposition}::text is null or disposition = ${disposition}::text)
      and (${reason}::text is null or reason = ${reason}::text)
      and (${roleDefinitionId}::text is null or role_definition_id = ${roleDefinitionId}::text)
      and (${principalId}::text is null or principal_id = ${principalId}::text)
      and (${wavePosition}::integer is null or wave_position = ${wavePosition}::integer)
      and (${code}::text is null or evidence @> jsonb_build_array(jsonb_build_object('class', ${code}::text)))
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
    evidence: row.evidence,
  };
}
