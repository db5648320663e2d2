import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";

/** A value of the wanted shape, or where and how it differs. */
export type Row<T> = { readonly ok: true; readonly row: T } | { readonly ok: false; readonly place: string };

/** Turns a part of an answer into a value of the domain, or says what is wrong with it. */
export type RowReader<T> = (value: unknown) => Row<T>;

/** A reader that trusts nothing that `shape` does not confirm. Fields that `shape` does not name are ignored. */
export function rowReader<S extends TSchema, T>(shape: S, toRow: (value: Static<S>) => T): RowReader<T> {
  const compiled = Compile(shape);
  return (value) => {
    if (compiled.Check(value)) return { ok: true, row: toRow(value) };
    const [error] = compiled.Errors(value);
    return {
      ok: false,
      place: `${error?.instancePath ?? ""} ${error?.message ?? "has another shape"}`.trim(),
    };
  };
}
