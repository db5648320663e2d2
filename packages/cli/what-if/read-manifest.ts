import { MANIFEST_COLUMNS, textOfCell } from "@standdown/contracts";
import { parse } from "csv-parse/sync";

/** A column of the manifest's CSV. */
export type ManifestColumn = keyof typeof MANIFEST_COLUMNS;
/** One assignment of the manifest: what becomes of it, and why. All values are text, as they stand in the file. */
export type ManifestRow = Readonly<Record<ManifestColumn, string>>;

const COLUMNS = Object.keys(MANIFEST_COLUMNS);

/**
 * Reads the CSV that the api serves.
 * @throws Error where a column is missing.
 */
export function readManifest(csv: string): ManifestRow[] {
  const rows: Record<string, string>[] = parse(csv, {
    columns: true,
    bom: true,
    cast: textOfCell,
  });
  return rows.map((row) => {
    if (!isManifestRow(row)) throw new Error("the manifest's CSV has other columns than this release knows");
    return row;
  });
}

function isManifestRow(row: Readonly<Record<string, string>>): row is ManifestRow {
  return COLUMNS.every((column) => typeof row[column] === "string");
}
