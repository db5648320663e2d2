import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";

/** A value in a filter. */
export type Literal = string | number | boolean | null;

/** The operators between a property and a value. */
export type ComparisonOperator = "eq" | "ne" | "ge" | "gt" | "le" | "lt";

/** The functions of a property and a text. */
export type TextFunction = "startswith" | "endswith";

/** What is asked of one property. Its name may have slashes. */
export type Comparison =
  | {
      readonly kind: "compare";
      readonly property: string;
      readonly operator: ComparisonOperator;
      readonly value: Literal;
    }
  | { readonly kind: "in"; readonly property: string; readonly values: readonly Literal[] }
  | { readonly kind: TextFunction; readonly property: string; readonly value: string };

/** A filter as a tree. */
export type Filter =
  | Comparison
  /** Whether any item of a list fits; without `inner`, whether there is any. Inside, `*` is the item itself. */
  | { readonly kind: "any"; readonly property: string; readonly inner: Filter | null }
  | { readonly kind: "and"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "or"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "not"; readonly inner: Filter };

const OPERATORS: readonly ComparisonOperator[] = ["eq", "ne", "ge", "gt", "le", "lt"];
const TEXT_FUNCTIONS: readonly TextFunction[] = ["startswith", "endswith"];

interface Token {
  readonly kind: "word" | "string" | "symbol";
  readonly text: string;
}

const TOKEN = /\s*(?:'(?<string>(?:[^']|'')*)'|(?<symbol>[(),])|(?<word>[^\s(),']+))/gy;

/** Parentheses and negations can stand in one another so deep. */
const MAXIMUM_DEPTH = 100;

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
  #depth = 0;
  /** The name of the item inside `any`, null outside. */
  #variable: string | null = null;

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
    if (this.#takeWord("not")) return { kind: "not", inner: this.#deeper(() => this.#single()) };
    if (this.#takeSymbol("(")) {
      const inner = this.#deeper(() => this.#either());
      this.#expectSymbol(")");
      return inner;
    }
    const word = this.#next("word").text;
    const textFunction = TEXT_FUNCTIONS.find((name) => name === word.toLowerCase());
    if (textFunction !== undefined && this.#takeSymbol("(")) return this.#textFunction(textFunction);
    const list = /^(?<property>.+)\/any$/u.exec(word)?.groups?.["property"];
    if (list !== undefined && this.#takeSymbol("(")) return this.#any(list);
    return this.#comparison(this.#propertyOf(word));
  }

  #deeper(read: () => Filter): Filter {
    this.#depth += 1;
    if (this.#depth > MAXIMUM_DEPTH) this.#fail();
    const inner = read();
    this.#depth -= 1;
    return inner;
  }

  #textFunction(kind: TextFunction): Filter {
    const property = this.#propertyOf(this.#next("word").text);
    this.#expectSymbol(",");
    const value = this.#next("string").text;
    this.#expectSymbol(")");
    return { kind, property, value };
  }

  /** After `list/any(`: nothing, or a name, a colon and what is asked of each item. */
  #any(property: string): Filter {
    if (this.#takeSymbol(")")) return { kind: "any", property, inner: null };
    if (this.#variable !== null) this.#fail();
    const [, variable, first] = /^(\w+):(.*)$/u.exec(this.#next("word").text) ?? [];
    if (variable === undefined) this.#fail();
    this.#variable = variable;
    if (first !== undefined && first !== "") this.#putBack(first);
    const inner = this.#either();
    this.#variable = null;
    this.#expectSymbol(")");
    return { kind: "any", property, inner };
  }

  /** Inside `any`, names begin with the item's own name. */
  #propertyOf(word: string): string {
    if (this.#variable === null) return word;
    if (word === this.#variable) return "*";
    if (!word.startsWith(`${this.#variable}/`)) this.#fail();
    return word.slice(this.#variable.length + 1);
  }

  #putBack(text: string): void {
    this.#position -= 1;
    this.#tokens[this.#position] = { kind: "word", text };
  }

  #comparison(property: string): Filter {
    const word = this.#next("word").text.toLowerCase();
    const operator = OPERATORS.find((known) => known === word);
    if (operator !== undefined) return { kind: "compare", property, operator, value: this.#literal() };
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

/**
 * Reads `$filter`: comparisons, `in`, `startswith`, `endswith`, `any` over lists, `and`, `or`, `not` and parentheses;
 * all else is refused.
 */
export function parseFilter(text: string): Outcome<Filter> {
  try {
    return accepted(new Parser(text).parse());
  } catch (error) {
    if (error instanceof FilterSyntaxError) return refused(badRequest(error.message));
    throw error;
  }
}
