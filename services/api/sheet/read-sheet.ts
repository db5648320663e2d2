import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { textOfCell } from "@standdown/contracts";
import { SHEET_ROWS_MAX, SheetReader, type SheetProblem, type SheetReading } from "@standdown/domain";
import { CsvError, parse, type CsvErrorCode } from "csv-parse";
import { ByteWatch, SheetTooLarge } from "./byte-watch.ts";

const RECORD_BYTES_MAX = 64 * 1024;
/** What a byte that is no UTF-8 becomes. */
const REPLACEMENT = "\uFFFD";
const MISPLACED_MAX = 1000;
const NOT_UTF8 = 'the file is not UTF-8: save it as "CSV UTF-8"';

/** A sheet that was posted: what was read of it, or why it is too large to be read. */
export class PostedSheet {
  readonly reading: SheetReading | { readonly tooLarge: string };
  readonly #sha256: string;

  constructor(reading: PostedSheet["reading"], sha256: string) {
    this.reading = reading;
    this.#sha256 = sha256;
  }

  /** What stands for it where a request is told from another one. */
  toJSON(): string {
    return this.#sha256;
  }
}

/** Reads a CSV as it comes. Spreadsheets of some countries separate cells by semicolons, so the header decides. */
export async function readSheet(payload: Readable): Promise<PostedSheet> {
  const hash = createHash("sha256");
  const watch = new ByteWatch(payload, hash);
  const sheet = new Records();
  try {
    const delimiter = await watch.peekDelimiter();
    const parser = parse({
      bom: true,
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      max_record_size: RECORD_BYTES_MAX,
      // Taken here: what stands before an error would be lost with the stream.
      on_record: (cells: string[]) => {
        sheet.take(cells);
        return null;
      },
    });
    parser.resume();
    await pipeline(() => watch.chunks(), parser);
  } catch (error) {
    if (error instanceof SheetTooLarge) return new PostedSheet({ tooLarge: error.message }, "");
    if (!(error instanceof CsvError)) throw error;
    sheet.stop(error);
  }
  return new PostedSheet(sheet.conclude(watch.isUtf8), hash.digest("hex"));
}

/** The records of one sheet, and where they can't be read. */
class Records {
  readonly #reader = new SheetReader();
  readonly #misplaced: SheetProblem[] = [];
  #end: SheetProblem | null = null;

  take(cells: readonly string[]): void {
    if (this.#reader.rowCount > SHEET_ROWS_MAX) {
      throw new SheetTooLarge(`a sheet has ${SHEET_ROWS_MAX} rows at most`);
    }
    this.#reader.take(cells.map(textOfCell));
    for (const [index, cell] of cells.entries()) {
      if (!cell.includes(REPLACEMENT) || this.#misplaced.length >= MISPLACED_MAX) continue;
      this.#misplaced.push(this.#problem(index, "wrongEncoding", NOT_UTF8, this.#reader.rowCount));
    }
  }

  /** Nothing can be read from here on. */
  stop({ code, column }: CsvError): void {
    const index = typeof column === "number" ? column : 0;
    this.#end = this.#problem(index, ...wordsOf(code), this.#reader.rowCount + 1);
  }

  conclude(isUtf8: boolean): SheetReading {
    if (!isUtf8) {
      const [first = this.#problem(0, "wrongEncoding", NOT_UTF8, 1), ...others] = this.#misplaced;
      return { rows: [], problems: [first, ...others] };
    }
    const { rows, problems } = this.#reader.conclude();
    return { rows, problems: this.#end === null ? problems : [...problems, this.#end] };
  }

  #problem(index: number, code: string, message: string, row: number): SheetProblem {
    return { row, column: this.#reader.nameOfColumn(index), code, message };
  }
}

function wordsOf(code: CsvErrorCode): readonly [code: string, message: string] {
  if (code === "CSV_MAX_RECORD_SIZE") return ["tooLong", `a row has ${RECORD_BYTES_MAX} bytes at most`];
  return ["brokenQuotes", "the quotes of this row don't match: nothing can be read from here on"];
}
