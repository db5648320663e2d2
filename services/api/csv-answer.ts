import { Readable } from "node:stream";
import { cellOf } from "@standdown/contracts";
import { stringify } from "csv-stringify";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";

/** A text on the wire, a stream in the code: a table can have a hundred thousand lines. */
export const Csv = Type.Unsafe<Readable>(
  Type.String({ description: "One line for each row, after a header." }),
);

/**
 * Answers with a table, line by line as they come: UTF-8 with its mark, lines as Windows has them, and no cell that could
 * become a formula.
 */
export function csvAnswer(
  reply: Pick<FastifyReply, "type" | "header">,
  document: {
    readonly fileName: string;
    readonly columns: readonly string[];
    readonly lines: AsyncIterable<readonly string[]>;
  },
): Readable {
  const csv = stringify({
    header: true,
    columns: [...document.columns],
    // Spreadsheets on Windows take UTF-8 without the mark for the local encoding.
    bom: true,
    record_delimiter: "windows",
    // What separates cells in some country, and blanks that some programs drop.
    quoted_match: /[\s;]/u,
  });
  const lines = Readable.from(safeCells(document.lines));
  lines.once("error", (error) => csv.destroy(error));
  csv.once("close", () => lines.destroy());
  void reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${document.fileName}"`);
  return lines.pipe(csv);
}

async function* safeCells(rows: AsyncIterable<readonly string[]>): AsyncGenerator<readonly string[]> {
  for await (const row of rows) yield row.map(cellOf);
}
