import { textOfCell } from "@standdown/contracts";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import type { ApiUnderTest } from "../api-under-test.ts";

/** A table as a spreadsheet holds it: the header, then rows. */
export type Table = string[][];

/** Opens a CSV as a spreadsheet does. */
export function openTable(csv: string): Table {
  return parse(csv, { bom: true, relax_column_count: true });
}

/** Saves it again. */
export function saveTable(table: Table, delimiter = ","): string {
  return stringify(table, { delimiter, bom: true, record_delimiter: "windows" });
}

/** Changes the cells of one column in the rows that a text stands in; answers how many. */
export function edit(table: Table, inRowsWith: string, column: string, value: string): number {
  const at = table[0]?.indexOf(column) ?? -1;
  const rows = table.slice(1).filter((row) => row.map(textOfCell).includes(inRowsWith));
  for (const row of rows) row[at] = value;
  return rows.length;
}

/** Posts a CSV as an author. */
export function postSheet(
  api: ApiUnderTest,
  rolloutId: string,
  csv: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): ReturnType<ApiUnderTest["send"]> {
  return api.send({
    method: "POST",
    url: `/v1/rollouts/${rolloutId}/dispositions`,
    as: "author",
    body: csv,
    headers: { "content-type": "text/csv", ...headers },
  });
}
