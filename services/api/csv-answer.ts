import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";

/** A text on the wire, a stream in the code: a document can have a hundred thousand lines. */
export const Csv = Type.Unsafe<Readable>(
  Type.String({ description: "One line for each row, after a header." }),
);

/** Answers with a CSV document, line by line as they come: UTF-8, safe to open in a spreadsheet. */
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
    escape_formulas: true,
    record_delimiter: "windows",
  });
  const lines = Readable.from(document.lines);
  lines.once("error", (error) => csv.destroy(error));
  csv.once("close", () => lines.destroy());
  void reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${document.fileName}"`);
  return lines.pipe(csv);
}
