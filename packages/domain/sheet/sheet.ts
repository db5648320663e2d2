import type { AccessKey } from "../access.ts";
import type { Disposition } from "../disposition.ts";

/** Columns of a sheet of dispositions that are read; what else it has is for people. */
export const SHEET_COLUMNS = [
  "principalId",
  "roleDefinitionId",
  "directoryScopeId",
  "appScopeId",
  "disposition",
  "reason",
  "assignmentId",
  "principalName",
  "roleName",
  "scopeName",
] as const;
/** One of them. */
export type SheetColumn = (typeof SHEET_COLUMNS)[number];

/** What a sheet must have; of the two scopes one is enough. */
export const REQUIRED_COLUMNS = [
  "principalId",
  "roleDefinitionId",
  "disposition",
  "reason",
] as const satisfies readonly SheetColumn[];

/** More rows than this are no sheet that a person edited. */
export const SHEET_ROWS_MAX = 250_000;

/**
 * What somebody wants to become of one assignment. `row` is the number that a spreadsheet shows: the header is 1. Texts
 * that are not said are empty.
 */
export type SheetRow = {
  readonly row: number;
  readonly key: AccessKey;
  readonly disposition: Disposition;
  readonly reason: string;
  readonly assignmentId: string;
  readonly principalName: string;
  readonly roleName: string;
  readonly scopeName: string;
};

/** A mistake in a sheet, with its place. `column` is the column's name, or its number where it has none. */
export type SheetProblem = {
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly message: string;
};
