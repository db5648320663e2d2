import type { ConversionState, EffectiveDisposition } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { pageOf, readPositionCursor, type Page, type PageRequest } from "../page.ts";
import { selectSummaries, summaryOf, type ConversionSummary, type SummaryRow } from "./conversion-summary.ts";

/** Which conversions of a rollout; what is null is not asked for. */
export type ConversionFilter = {
  readonly wavePosition: number | null;
  readonly state: ConversionState | null;
  readonly disposition: EffectiveDisposition | null;
  readonly principalId: string | null;
};

/** Conversions of a rollout in the manifest's order. Throws `CursorUnknown`. */
export async function listConversions(
  database: Database,
  rolloutId: string,
  query: ConversionFilter & PageRequest,
): Promise<Page<ConversionSummary>> {
  const { wavePosition, state, disposition, principalId, limit } = query;
  const { rows } = await sql<SummaryRow>`
    ${selectSummaries}
    where c.rollout_id = ${rolloutId} and c.entry_position > ${readPositionCursor(query.cursor)}
      and (${wavePosition}::integer is null or c.wave_position = ${wavePosition}::integer)
      and (${state}::text is null or c.state = ${state}::text)
      and (${disposition}::text is null or c.disposition = ${disposition}::text)
      and (${principalId}::text is null or c.principal_id = ${principalId}::text)
    order by c.entry_position limit ${limit + 1}
  `.execute(database);
  return pageOf(rows, limit, (row) => [String(row.entry_position)], summaryOf);
}
