import { accessSync, constants, readFileSync } from "node:fs";
import type { ConfigurationMistake } from "./configuration-error.ts";
import { parseDurationMs } from "./duration.ts";

/** The variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a URL must look like. */
export type UrlRule = { readonly protocols: readonly string[]; readonly example: string };

/**
 * Reads variables one by one and notes every mistake instead of stopping at the first. Where a value is wrong or
 * missing, a reading answers a placeholder, so nothing it answered may be used while {@link mistakes} has entries.
 */
export class EnvironmentReader {
  readonly mistakes: ConfigurationMistake[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  note(variable: string, expected: string): void {
    this.mistakes.push({ variable, expected });
  }

  /** The value, or null when the variable is missing or blank: container files set what is not wanted to "". */
  optional(variable: string): string | null {
    const value = this.#environment[variable]?.trim();
    return value === undefined || value === "" ? null : value;
  }

  required(variable: string, expected: string): string {
    const value = this.optional(variable);
    if (value === null) this.note(variable, `is missing; ${expected}`);
    return value ?? "";
  }

  oneOf<const T extends readonly [string, ...string[]]>(
    variable: string,
    allowed: T,
    otherwise: T[number],
  ): T[number] {
    const value = this.optional(variable) ?? otherwise;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) this.note(variable, `must be one of ${allowed.join(", ")}`);
    return found ?? otherwise;
  }

  integer(
    variable: string,
    range: { readonly least: number; readonly most: number; readonly otherwise: number },
  ): number {
    const text = this.optional(variable);
    if (text === null) return range.otherwise;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.least && value <= range.most) return value;
    this.note(variable, `must be a whole number from ${range.least} to ${range.most}`);
    return range.otherwise;
  }

  /** Milliseconds of an ISO 8601 duration. */
  durationMs(variable: string, otherwise: string): number {
    const value = parseDurationMs(this.optional(variable) ?? otherwise);
    if (value === null) this.note(variable, `must be an ISO 8601 duration such as ${otherwise}`);
    return value ?? 0;
  }

  /** The URL as it was written, without a slash at its end; null when it is not there. */
  url(variable: string, rule: UrlRule): string | null {
    const text = this.optional(variable);
    if (text === null) return null;
    if (!URL.canParse(text) || !rule.protocols.includes(new URL(text).protocol)) {
      this.note(variable, `must be a URL such as ${rule.example}`);
    }
    return text.replace(/\/+$/, "");
  }

  /** The path of a file that this process can read; null when the variable is not there. */
  filePath(variable: string): string | null {
    const path = this.optional(variable);
    if (path === null) return null;
    try {
      accessSync(path, constants.R_OK);
    } catch {
      this.note(variable, "must be the path of a file that this process can read");
    }
    return path;
  }

  /** The text of a file; null when the variable is not there. */
  fileText(variable: string): string | null {
    const mistakesBefore = this.mistakes.length;
    const path = this.filePath(variable);
    if (path === null || this.mistakes.length > mistakesBefore) return null;
    try {
      return readFileSync(path, "utf8");
    } catch {
      this.note(variable, "must be the path of a file, and this is something else");
      return null;
    }
  }
}
