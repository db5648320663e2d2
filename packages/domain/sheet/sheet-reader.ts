import { Check } from "typebox/value";
import type { AccessKey } from "../access.ts";
import { DISPOSITIONS, type Disposition } from "../disposition.ts";
import { Text } from "../plan/fields.ts";
import {
  REQUIRED_COLUMNS,
  SHEET_COLUMNS,
  type SheetColumn,
  type SheetProblem,
  type SheetRow,
} from "./sheet.ts";

/** Everything that can be seen of a sheet without the tenant. */
export type SheetReading = { readonly rows: readonly SheetRow[]; readonly problems: readonly SheetProblem[] };

/** Takes the rows of a sheet as they come, the header first. A sheet with a bad header has no rows. */
export class SheetReader {
  readonly #rows: SheetRow[] = [];
  readonly #problems: SheetProblem[] = [];
  readonly #texts = new Map<string, string>();
  #header: readonly string[] | null = null;
  #columns: ReadonlyMap<string, number> | null = null;
  #row = 0;

  /** How many rows were taken, the header too. */
  get rowCount(): number {
    return this.#row;
  }

  take(cells: readonly string[]): void {
    this.#row += 1;
    if (this.#header === null) this.#readHeader(cells.map((cell) => cell.trim()));
    else if (this.#columns !== null && cells.some((cell) => cell !== "")) this.#readRow(cells, this.#columns);
  }

  /** The name of a column, or its number where it has none; 0 is the first. */
  nameOfColumn(index: number): string {
    return this.#header?.[index] || String(index + 1);
  }

  conclude(): SheetReading {
    if (this.#header === null) this.#readHeader([]);
    if (this.#rows.length === 0 && this.#problems.length === 0) {
      this.#tell("principalId", "missingValue", "the sheet has no rows", 1);
    }
    return { rows: this.#rows, problems: this.#problems };
  }

  #readHeader(names: readonly string[]): void {
    this.#header = names;
    const columns = new Map<string, number>();
    const before = this.#problems.length;
    for (const [index, name] of names.entries()) {
      if (!isColumn(name)) continue;
      if (columns.has(name)) this.#tell(name, "duplicate", "there are two columns of this name", 1);
      columns.set(name, index);
    }
    for (const name of REQUIRED_COLUMNS) {
      if (!columns.has(name)) this.#tell(name, "missingColumn", "there is no column of this name", 1);
    }
    if (!columns.has("directoryScopeId") && !columns.has("appScopeId")) {
      this.#tell("directoryScopeId", "missingColumn", "there is no column of this name, nor appScopeId", 1);
    }
    if (this.#problems.length === before) this.#columns = columns;
  }

  #readRow(cells: readonly string[], columns: ReadonlyMap<string, number>): void {
    const before = this.#problems.length;
    const width = this.#header?.length ?? 0;
    const beyond = cells.findIndex((cell, index) => index >= width && cell !== "");
    if (beyond >= 0) this.#tell(String(beyond + 1), "unknownColumn", "this cell has no column");
    const cellOf = (name: SheetColumn): string => {
      const index = columns.get(name);
      return this.#once((index === undefined ? "" : (cells[index] ?? "")).trim());
    };
    const key = this.#keyOf(cellOf);
    const disposition = this.#dispositionOf(cellOf("disposition"));
    const reason = cellOf("reason");
    if (reason !== "" && !Check(Text, reason)) {
      this.#tell("reason", "invalidValue", "must be one line of at most 500 characters");
    }
    if (this.#problems.length > before || disposition === null) return;
    this.#rows.push({
      row: this.#row,
      key,
      disposition,
      reason,
      assignmentId: cellOf("assignmentId"),
      principalName: cellOf("principalName"),
      roleName: cellOf("roleName"),
      scopeName: cellOf("scopeName"),
    });
  }

  #keyOf(cellOf: (name: SheetColumn) => string): AccessKey {
    for (const name of ["principalId", "roleDefinitionId"] as const) {
      if (cellOf(name) === "") this.#tell(name, "missingValue", "is missing");
    }
    const directoryScopeId = cellOf("directoryScopeId") || null;
    const appScopeId = cellOf("appScopeId") || null;
    if ((directoryScopeId === null) === (appScopeId === null)) {
      const message = "exactly one of directoryScopeId and appScopeId must be said";
      this.#tell("directoryScopeId", "invalidValue", message);
    }
    return {
      principalId: cellOf("principalId"),
      roleDefinitionId: cellOf("roleDefinitionId"),
      directoryScopeId,
      appScopeId,
    };
  }

  #dispositionOf(text: string): Disposition | null {
    const disposition = DISPOSITIONS.find((known) => known === text) ?? null;
    if (disposition !== null) return disposition;
    const message = `must be one of ${DISPOSITIONS.join(", ")}`;
    this.#tell("disposition", text === "" ? "missingValue" : "invalidValue", message);
    return null;
  }

  #tell(column: string, code: string, message: string, row = this.#row): void {
    this.#problems.push({ row, column, code, message });
  }

  /** Ids and names come again and again; each is kept once. */
  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

function isColumn(name: string): name is SheetColumn {
  return SHEET_COLUMNS.some((column) => column === name);
}
