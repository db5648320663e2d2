import type { Hash } from "node:crypto";
import type { Readable } from "node:stream";

/** More than so many rows of a manifest ever have. */
const SHEET_BYTES_MAX = 128 * 1024 * 1024;
const HEADER_BYTES_MAX = 64 * 1024;
const DELIMITERS = [",", ";", "\t"] as const;

/** A sheet with more bytes or rows than are read. */
export class SheetTooLarge extends Error {}

/** Looks at bytes as they pass: how many, which, and whether they are UTF-8. */
export class ByteWatch {
  readonly #source: AsyncIterator<Buffer>;
  readonly #hash: Hash;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #peeked: Buffer[] = [];
  #byteCount = 0;
  #isUtf8 = true;

  constructor(payload: Readable, hash: Hash) {
    this.#source = payload[Symbol.asyncIterator]();
    this.#hash = hash;
  }

  /** Of everything that has passed. */
  get isUtf8(): boolean {
    return this.#isUtf8;
  }

  /** What separates the cells of the header: the one that it has most of. */
  async peekDelimiter(): Promise<string> {
    let header = "";
    while (!/[\r\n]/.test(header) && header.length < HEADER_BYTES_MAX) {
      const { value, done = false } = await this.#source.next();
      if (done) break;
      const chunk = this.#watched(value);
      this.#peeked.push(chunk);
      header += chunk.toString("latin1");
    }
    const [line = ""] = header.split(/[\r\n]/, 1);
    const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
    return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
  }

  /** Everything, what was peeked at too. */
  async *chunks(): AsyncGenerator<Buffer> {
    yield* this.#peeked.splice(0);
    for (;;) {
      const { value, done = false } = await this.#source.next();
      if (done) break;
      yield this.#watched(value);
    }
    this.#decode(Buffer.alloc(0), false);
  }

  #watched(chunk: Buffer): Buffer {
    this.#byteCount += chunk.length;
    if (this.#byteCount > SHEET_BYTES_MAX) {
      throw new SheetTooLarge(`a sheet has ${SHEET_BYTES_MAX} bytes at most`);
    }
    this.#hash.update(chunk);
    this.#decode(chunk, true);
    return chunk;
  }

  #decode(chunk: Buffer, stream: boolean): void {
    if (!this.#isUtf8) return;
    try {
      this.#decoder.decode(chunk, { stream });
    } catch {
      this.#isUtf8 = false;
    }
  }
}
