import type { ContractDocument, Operation } from "./document.ts";
import { indexPaths } from "./paths.ts";
import { createSchemaCheck } from "./schema-check.ts";

/** A request with its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** After the version, with the query: `/users?$top=5`. */
  readonly url: string;
  /** Undefined when the body was not read, or there was none. */
  readonly requestBody: unknown;
  readonly status: number;
  /** Undefined for an empty answer. */
  readonly answerBody: unknown;
}

/** What an exchange says against the contract. */
export interface Finding {
  readonly side: "request" | "answer";
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly what: string;
}

/** How much was checked. */
export interface ContractCounts {
  readonly requests: number;
  readonly answers: number;
}

/** What comes with every next link, and what every list of directory objects takes that says how consistent it is. */
const ALWAYS_KNOWN: ReadonlySet<string> = new Set(["$skiptoken"]);
const OF_DIRECTORY: ReadonlySet<string> = new Set(["$search", "$count"]);

function unknownOptions(operation: Operation, query: URLSearchParams): readonly string[] {
  const isOfDirectory = operation.options.has("consistencylevel");
  return [...query.keys()]
    .map((name) => name.trim().toLowerCase())
    .map((name) => (name.startsWith("$") ? name : `$${name}`))
    .filter((name) => !operation.options.has(name) && !ALWAYS_KNOWN.has(name))
    .filter((name) => !(isOfDirectory && OF_DIRECTORY.has(name)));
}

/** The answer's schema by its status: exactly, or by its hundred; undefined when the status is not foreseen. */
function answerSchema(operation: Operation, status: number): ReturnType<Operation["answers"]["get"]> {
  const exact = operation.answers.get(String(status));
  return exact === undefined ? operation.answers.get(`${Math.floor(status / 100)}XX`) : exact;
}

/** Checks requests and answers against a contract, and remembers what it found. */
export class Contract {
  readonly document: ContractDocument;
  readonly #paths: ReturnType<typeof indexPaths>;
  readonly #mistakes: ReturnType<typeof createSchemaCheck>;
  readonly #findings: Finding[] = [];
  #requestCount = 0;
  #answerCount = 0;

  constructor(document: ContractDocument) {
    this.document = document;
    this.#paths = indexPaths(document.operations);
    this.#mistakes = createSchemaCheck(document);
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get counts(): ContractCounts {
    return { requests: this.#requestCount, answers: this.#answerCount };
  }

  /** Checks both sides of one exchange; what it found is remembered and given back. */
  check(exchange: Exchange): readonly Finding[] {
    const { pathname, searchParams } = new URL(exchange.url, "https://localhost");
    const operation = this.#paths.find(exchange.method, decodeURIComponent(pathname));
    const { method, url, status } = exchange;
    const finding = (side: Finding["side"], what: string): Finding => ({ side, method, url, status, what });
    this.#requestCount += 1;
    this.#answerCount += 1;
    const found = [
      ...this.#ofRequest(operation, exchange, searchParams).map((what) => finding("request", what)),
      ...this.#ofAnswer(operation, exchange).map((what) => finding("answer", what)),
    ];
    this.#findings.push(...found);
    return found;
  }

  #ofRequest(operation: Operation | null, exchange: Exchange, query: URLSearchParams): readonly string[] {
    if (operation === null) return ["the contract has no such path with this method"];
    const strange = unknownOptions(operation, query).map((name) => `${name} is not an option of this path`);
    const { requestSchema } = operation;
    if (requestSchema === null || exchange.requestBody === undefined) return strange;
    return [...strange, ...this.#mistakes(requestSchema, exchange.requestBody)];
  }

  #ofAnswer(operation: Operation | null, exchange: Exchange): readonly string[] {
    const { status, answerBody } = exchange;
    if (operation === null) {
      return status >= 400 ? [] : ["a path that the contract does not have was answered with success"];
    }
    const schema = answerSchema(operation, status);
    if (schema === undefined) return [`the status ${status} is not one of this path`];
    if (schema === null) return answerBody === undefined ? [] : ["a body where there is none"];
    if (answerBody === undefined) return ["no body where there is one"];
    return this.#mistakes(schema, answerBody);
  }
}
