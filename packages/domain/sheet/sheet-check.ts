import { keyText, sameKey } from "../access.ts";
import type { CompileContext } from "../compile/compile-context.ts";
import { disposeAccess } from "../compile/dispose.ts";
import { REASONS } from "../disposition.ts";
import type { ManifestEntry } from "../manifest.ts";
import { MANUAL_DISPOSITIONS_MAX, type ManualDisposition } from "../plan/dispositions.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { SheetColumn, SheetProblem, SheetRow } from "./sheet.ts";

/**
 * Either every mistake of a sheet, or the plan's dispositions as it wants them: those rows that differ from what the plan
 * says by itself, and what the plan said of assignments that the sheet does not name.
 */
export type SheetOutcome =
  | {
      readonly ok: true;
      readonly dispositions: readonly ManualDisposition[];
      readonly changedRowCount: number;
    }
  | { readonly ok: false; readonly problems: readonly SheetProblem[] };

/** A row and the assignment that it is about: what the plan makes of it by itself, by its place among the principal's. */
type Aimed = { readonly row: SheetRow; readonly index: number; readonly entry: ManifestEntry };

/**
 * Checks the rows of a sheet against what everybody holds, principal by principal. What a row asks for is possible where
 * compiling, told of it, would do so: there is no second opinion.
 */
export class SheetCheck {
  readonly #context: CompileContext;
  readonly #alone: CompileContext;
  readonly #rows: Map<string, SheetRow[]>;
  readonly #named: ReadonlySet<string>;
  readonly #problems: SheetProblem[] = [];
  readonly #changes: ManualDisposition[] = [];
  #changedRowCount = 0;

  /** `context` is of the plan that the sheet is about, on the inventory that the sheet was made of. */
  constructor(context: CompileContext, rows: readonly SheetRow[]) {
    this.#context = context;
    this.#alone = { ...context, decided: new Map() };
    this.#rows = Map.groupBy(rows, ({ key }) => key.principalId);
    this.#named = new Set(rows.map(({ key }) => keyText(key)));
  }

  /** Takes the next principal of the inventory. */
  observe(access: PrincipalAccess): void {
    const rows = this.#rows.get(access.principalId);
    if (rows === undefined) return;
    this.#rows.delete(access.principalId);
    const entries = disposeAccess(this.#alone, access);
    const aimed = rows.map((row) => this.#aim(row, entries, access)).filter((found) => found !== null);
    const taken = new Set<number>();
    const single = aimed.filter(({ row, index }) => {
      if (taken.has(index)) this.#tell(row, "principalId", "duplicate", "another row is about the same");
      return !taken.has(index) && taken.add(index);
    });
    const told = disposeAccess(this.#context, access);
    for (const { row, index } of single) this.#compareReason(row, told[index]?.reason);
    for (const group of Map.groupBy(single, ({ row }) => keyText(row.key)).values()) {
      this.#decide(group, access);
    }
  }

  conclude(): SheetOutcome {
    for (const row of [...this.#rows.values()].flat()) {
      this.#tell(row, "principalId", "unknownAssignment", "the inventory has nobody of this id");
    }
    const untouched = [...this.#context.decided].filter(([key]) => !this.#named.has(key));
    const dispositions = [...untouched.map(([, manual]) => manual), ...this.#changes];
    if (dispositions.length > MANUAL_DISPOSITIONS_MAX) {
      const message = `a plan takes ${MANUAL_DISPOSITIONS_MAX} decisions at most, and these are ${dispositions.length}`;
      this.#problems.push({ row: 1, column: "disposition", code: "tooMany", message });
    }
    if (this.#problems.length === 0) {
      return { ok: true, dispositions, changedRowCount: this.#changedRowCount };
    }
    return { ok: false, problems: this.#problems.toSorted((a, b) => a.row - b.row) };
  }

  /** Finds what a row is about. Of several rows of one access it is the one that can be decided, unless it is named. */
  #aim(row: SheetRow, entries: readonly ManifestEntry[], access: PrincipalAccess): Aimed | null {
    const ofKey = [...entries.entries()].filter(([, entry]) => sameKey(entry.key, row.key));
    if (ofKey.length === 0) {
      const hasRole = entries.some(({ key }) => key.roleDefinitionId === row.key.roleDefinitionId);
      const scope = row.key.appScopeId === null ? "directoryScopeId" : "appScopeId";
      const message = hasRole
        ? "the inventory has this role of this principal at other scopes only"
        : "the inventory has no such role of this principal";
      this.#tell(row, hasRole ? scope : "roleDefinitionId", "unknownAssignment", message);
      return null;
    }
    const named =
      row.assignmentId === ""
        ? ofKey
        : ofKey.filter(([, { assignmentId }]) => assignmentId === row.assignmentId);
    const wanted = named.length > 1 ? this.#wantedOf(row, access) : [];
    const [index, entry] = named.find(([at]) => wanted[at]?.reason === "decided") ?? named[0] ?? [];
    if (index === undefined || entry === undefined) {
      this.#tell(row, "assignmentId", "unknownAssignment", "the inventory has this access under other ids");
      return null;
    }
    this.#compareNames(row, entry);
    return { row, index, entry };
  }

  #compareNames(row: SheetRow, { beforeImage }: ManifestEntry): void {
    for (const column of ["principalName", "roleName", "scopeName"] as const) {
      const [said, known] = [row[column], beforeImage[column].trim()];
      if (said === "" || said === known) continue;
      this.#tell(row, column, "contradiction", `this id belongs to ${JSON.stringify(known)}`);
    }
  }

  /**
   * A sheet that is older than what the plan comes to now would turn what the plan said then into decisions of a person.
   * A code that is not the plan's any more tells it.
   */
  #compareReason(row: SheetRow, now: string | undefined): void {
    if (now === undefined || row.reason === now || !Object.hasOwn(REASONS, row.reason)) return;
    const message = `the sheet is older than the plan's reason, which is ${now} by now: say in words of your own what you want, or compile and export again`;
    this.#tell(row, "reason", "outdated", message);
  }

  /** Decides about one access: mostly one row, several where the tenant lists it more than once. */
  #decide(group: readonly Aimed[], access: PrincipalAccess): void {
    const changed = group.filter(({ row, entry }) => row.disposition !== entry.disposition);
    const [first] = changed;
    if (first === undefined) return;
    const wanted = this.#wantedOf(first.row, access);
    const before = this.#problems.length;
    for (const { row, index } of group) {
      const becomes = wanted[index];
      if (becomes?.disposition === row.disposition) continue;
      if (becomes?.reason === "decided") {
        const message = "other rows of the same access ask for something else";
        this.#tell(row, "disposition", "contradiction", message);
      } else if (becomes !== undefined) {
        this.#tell(row, "disposition", "impossible", REASONS[becomes.reason]);
      }
    }
    if (this.#problems.length > before) return;
    this.#changedRowCount += changed.length;
    this.#changes.push(this.#manualOf(first.row, first.entry));
  }

  /** What compiling makes of everything that the principal holds when it is told of the row. */
  #wantedOf(row: SheetRow, access: PrincipalAccess): readonly ManifestEntry[] {
    const manual = manualOf(row, "asked");
    return disposeAccess({ ...this.#context, decided: new Map([[keyText(row.key), manual]]) }, access);
  }

  /** A reason that is left as the manifest had it is no person's word for the change. */
  #manualOf(row: SheetRow, { disposition, reason }: ManifestEntry): ManualDisposition {
    if (row.reason !== "" && !Object.hasOwn(REASONS, row.reason)) return manualOf(row, row.reason);
    const former = this.#context.decided.get(keyText(row.key));
    return former?.disposition === row.disposition
      ? former
      : manualOf(row, `changed in a spreadsheet, from ${disposition} (${reason})`);
  }

  #tell(row: SheetRow, column: SheetColumn, code: string, message: string): void {
    this.#problems.push({ row: row.row, column, code, message });
  }
}

function manualOf({ key, disposition }: SheetRow, reason: string): ManualDisposition {
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = key;
  return {
    principalId,
    roleDefinitionId,
    ...(directoryScopeId === null ? {} : { directoryScopeId }),
    ...(appScopeId === null ? {} : { appScopeId }),
    disposition,
    reason,
  };
}
