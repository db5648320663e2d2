import type { readManifest } from "@standdown/cli/demo";
import type { FindingDocument } from "@standdown/contracts";
import type { TableRow } from "./markdown-tables.ts";

type ManifestRow = ReturnType<typeof readManifest>[number];

/** What a user is as a rule, each with what it is not then: one of each is said of every user. */
const USUAL = {
  member: ["guest", "userTypeUnknown"],
  signedIn: ["neverSignedIn", "signInUnknown"],
  mfaRegistered: ["mfaNotRegistered", "mfaUnknown"],
  licensed: ["notLicensed", "licenceUnknown"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Every class that a readable row leaves unsaid. */
export const UNSAID_CLASSES: readonly string[] = Object.keys(USUAL);

/** Says things by the names that they have in a tenant. */
export class ReadableManifest {
  readonly #nameOf: ReadonlyMap<string, string>;
  readonly #classesOfRole: ReadonlyMap<string, readonly string[]>;

  /** `namedIds`: ids by name; `classesOfRole`: what is expected of each role. */
  constructor(
    namedIds: Readonly<Record<string, string>>,
    classesOfRole: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#nameOf = new Map(Object.entries(namedIds).map(([name, id]) => [id, name]));
    this.#classesOfRole = classesOfRole;
  }

  /** One row of the manifest as a row of a table. */
  entry(row: ManifestRow): TableRow {
    const role = this.#inBraces(row.roleName);
    return {
      who: this.#nameOf.get(row.principalId) ?? row.principalId,
      role,
      scope: this.#inBraces(row.scopeName),
      made: row.origin,
      "what it is": this.#whatItIs(row, this.#classesOfRole.get(role) ?? []),
      disposition: row.disposition,
      reason: row.detail === "" ? row.reason : `${row.reason} (${row.detail})`,
      wave: row.wave,
    };
  }

  finding({ guard, code, severity, principalId, roleDefinitionId, count }: FindingDocument): TableRow {
    return {
      guard,
      code,
      severity,
      who: principalId === null ? "" : (this.#nameOf.get(principalId) ?? principalId),
      role: roleDefinitionId === null ? "" : (this.#nameOf.get(roleDefinitionId) ?? roleDefinitionId),
      count: String(count),
    };
  }

  /** What is expected of the role is taken away; what of it is not there is said with `no`. */
  #whatItIs({ classes, principalType }: ManifestRow, ofRole: readonly string[]): string {
    const all = classes === "" ? [] : classes.split(" ");
    const own = all.filter((one) => !ofRole.includes(one));
    const missing = ofRole.filter((one) => !all.includes(one)).map((one) => `no-${one}`);
    const kind = principalType === "user" || principalType === "unknown" ? [principalType] : [];
    const unusual = principalType === "user" ? unusualOf(own) : own;
    return [...kind, ...unusual, ...missing].join(" ");
  }

  #inBraces(text: string): string {
    return text.replaceAll(
      /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu,
      (id) => `{${this.#nameOf.get(id)}}`,
    );
  }
}

/** What a user is besides the usual. Of whom neither the usual nor its contrary is said, that is said. */
function unusualOf(classes: readonly string[]): readonly string[] {
  const unsaid = Object.entries(USUAL)
    .filter(([usual, others]) => [usual, ...others].filter((one) => classes.includes(one)).length !== 1)
    .map(([usual]) => `not-once-${usual}`);
  return [...classes.filter((one) => !UNSAID_CLASSES.includes(one)), ...unsaid];
}
