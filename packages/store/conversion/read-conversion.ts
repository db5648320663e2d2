import { sql } from "kysely";
import type { Database } from "../database.ts";
import { selectSummaries, summaryOf, type ConversionSummary, type SummaryRow } from "./conversion-summary.ts";

/** One conversion. Null: there is none of this id. */
export async function readConversion(database: Database, id: string): Promise<ConversionSummary | null> {
  const { rows } = await sql<SummaryRow>`${selectSummaries} where c.id = ${id}`.execute(database);
  const [row] = rows;
  return row === undefined ? null : summaryOf(row);
}
