/** A row of a table: the texts of its cells by the heads of their columns. */
export type TableRow = Readonly<Record<string, string>>;

/** The rows of a document's tables by the heading that they stand under; tables under one heading are one. */
export class MarkdownTables {
  readonly #rowsByHeading = new Map<string, TableRow[]>();

  constructor(text: string) {
    let heading = "";
    let columns: readonly string[] | null = null;
    for (const line of text.split("\n")) {
      if (line.startsWith("#")) heading = line.replace(/^#+ /u, "");
      if (!line.startsWith("|")) {
        columns = null;
        continue;
      }
      const cells = line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      if (columns === null) columns = cells;
      else if (!cells.every((cell) => /^-+$/u.test(cell))) this.#add(heading, columns, cells);
    }
  }

  /** @throws Error where there is no table under this heading. */
  under(heading: string): readonly TableRow[] {
    const rows = this.#rowsByHeading.get(heading);
    if (rows === undefined) throw new Error(`there is no table under "${heading}"`);
    return rows;
  }

  #add(heading: string, columns: readonly string[], cells: readonly string[]): void {
    const row = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]));
    this.#rowsByHeading.set(heading, [...(this.#rowsByHeading.get(heading) ?? []), row]);
  }
}

/** The cells of some columns as lines that a person can compare, in one order. */
export function linesOf(rows: readonly TableRow[], columns: readonly string[]): readonly string[] {
  return rows.map((row) => columns.map((column) => row[column] ?? "").join(" | ")).toSorted();
}
