import { styleText } from "node:util";

/** A column of a table; numbers are set to the right. */
export type Column = { readonly title: string; readonly align?: "left" | "right" };

/** A table in plain columns, as lines; a `total` row is set apart by a rule. */
export function tableOf(
  columns: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
  total: readonly (string | number)[] | null = null,
): string[] {
  const texts = rows.map((row) => row.map(String));
  const totals = total === null ? [] : [total.map(String)];
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...[...texts, ...totals].map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return columns[index]?.align === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [
    styleText("bold", line(columns.map(({ title }) => title))),
    rule,
    ...texts.map(line),
    ...(totals.length === 0 ? [] : [rule, ...totals.map(line)]),
  ];
}
