import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";

/** A value in a filter. */
export type Literal = string | number | boolean | null;

/** How values are compared: the four besides `eq` and `ne` are for texts, numbers and times. */
export const COMPARE_OPERATORS = ["eq", "ne", "ge", "le", "gt", "lt"] as const;

/** One of these. */
export type CompareOperator = (typeof COMPARE_OPERATORS)[number];

/** What is asked of one property. Its name may have slashes. */
export type Comparison =
  | {
      readonly kind: "compare";
      readonly property: string;
      readonly operator: CompareOperator;
      readonly value: Literal;
    }
  | { readonly kind: "in"; readonly property: string; readonly values: readonly Literal[] }
  | { readonly kind: "startswith"; readonly property: string; readonly value: string };

/** A filter as a tree. */
export type Filter =
  | Comparison
  | { readonly kind: "and"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "or"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "not"; readonly inner: Filter }
  /** `property/any(variable:inner)`; the properties within begin with the variable and a slash. */
  | { readonly kind: "any"; readonly property: string; readonly variable: string; readonly inner: Filter };

interface Token {
  readonly kind: "word" | "string" | "symbol";
  readonly text: string;
}

const TOKEN = /\s*(?:'(?<string>(?:[^']|'')*)'|(?<symbol>[(),])|(?<word>[^\s(),']+))/gy;

class FilterSyntaxError extends Error {}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN.source, "gy");
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new FilterSyntaxError(`Syntax error at position ${at} in '${text}'.`);
    if (groups["string"] !== undefined) {
      tokens.push({ kind: "string", text: groups["string"].replaceAll("''", "'") });
    } else if (groups["symbol"] !== undefined) tokens.push({ kind: "symbol", text: groups["symbol"] });
    else tokens.push({ kind: "word", text: groups["word"] ?? "" });
  }
  return tokens;
}

/** Recursive descent over the tokens: or, and, not, then one comparison. */
class Parser {
  readonly #text: string;
  readonly #tokens: Token[];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Filter {
    const filter = this.#either();
    if (this.#position < this.#tokens.length) this.#fail();
    return filter;
  }

  #either(): Filter {
    let left = this.#both();
    while (this.#takeWord("or")) left = { kind: "or", left, right: this.#both() };
    return left;
  }

  #both(): Filter {
    let left = this.#single();
    while (this.#takeWord("and")) left = { kind: "and", left, right: this.#single() };
    return left;
  }

  #single(): Filter {
    if (this.#takeWord("not")) return { kind: "not", inner: this.#single() };
    if (this.#takeSymbol("(")) {
      const inner = this.#either();
      this.#expectSymbol(")");
      return inner;
    }
    const word = this.#next("word").text;
    if (word.toLowerCase() === "startswith" && this.#takeSymbol("(")) return this.#startsWith();
    if (word.toLowerCase().endsWith("/any") && this.#takeSymbol("(")) {
      return this.#any(word.slice(0, -"/any".length));
    }
    return this.#comparison(word);
  }

  #startsWith(): Filter {
    const property = this.#next("word").text;
    this.#expectSymbol(",");
    const value = this.#next("string").text;
    this.#expectSymbol(")");
    return { kind: "startswith", property, value };
  }

  #any(property: string): Filter {
    const [variable = "", ...rest] = this.#next("word").text.split(":");
    if (variable === "" || rest.length !== 1) this.#fail();
    // What stands right behind the colon is a word of its own.
    if (rest[0] !== "") {
      this.#position -= 1;
      this.#tokens[this.#position] = { kind: "word", text: rest.join("") };
    }
    const inner = this.#either();
    this.#expectSymbol(")");
    return { kind: "any", property, variable, inner };
  }

  #comparison(property: string): Filter {
    const word = this.#next("word").text.toLowerCase();
    const operator = COMPARE_OPERATORS.find((known) => known === word);
    if (operator !== undefined) {
      return { kind: "compare", property, operator, value: this.#literal() };
    }
    if (word !== "in") this.#fail();
    this.#expectSymbol("(");
    const values = [this.#literal()];
    while (this.#takeSymbol(",")) values.push(this.#literal());
    this.#expectSymbol(")");
    return { kind: "in", property, values };
  }

  #literal(): Literal {
    const token = this.#tokens[this.#position];
    this.#position += 1;
    if (token === undefined || token.kind === "symbol") this.#fail();
    if (token.kind === "string") return token.text;
    if (token.text === "null") return null;
    if (token.text === "true" || token.text === "false") return token.text === "true";
    return /^-?\d+(?:\.\d+)?$/u.test(token.text) ? Number(token.text) : token.text;
  }

  #next(kind: Token["kind"]): Token {
    const token = this.#tokens[this.#position];
    this.#position += 1;
    if (token?.kind !== kind) this.#fail();
    return token;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#position];
    const isThere = token?.kind === "word" && token.text.toLowerCase() === word;
    if (isThere) this.#position += 1;
    return isThere;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#position];
    const isThere = token?.kind === "symbol" && token.text === symbol;
    if (isThere) this.#position += 1;
    return isThere;
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) this.#fail();
  }

  #fail(): never {
    throw new FilterSyntaxError(`Invalid filter clause: '${this.#text}'.`);
  }
}

/** Reads `$filter`: comparisons, `in`, `startswith`, `any`, `and`, `or`, `not`, parentheses; all else is refused. */
export function parseFilter(text: string): Outcome<Filter> {
  try {
    return accepted(new Parser(text).parse());
  } catch (error) {
    if (error instanceof FilterSyntaxError) return refused(badRequest(error.message));
    throw error;
  }
}
