/** Yes, no, or not known. */
export type Perhaps = boolean | null;

/** True when one is, false when none is, else not known. */
export function anyOf(values: readonly Perhaps[]): Perhaps {
  if (values.includes(true)) return true;
  return values.includes(null) ? null : false;
}

/** True when all are, false when one is not, else not known. */
export function allOf(values: readonly Perhaps[]): Perhaps {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

/** The opposite of what is known. */
export function not(value: Perhaps): Perhaps {
  return value === null ? null : !value;
}
