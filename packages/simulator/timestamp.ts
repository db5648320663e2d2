const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/iu;

/** The last moment that an Edm.DateTimeOffset can be. */
export const LATEST_AT = Date.parse("9999-12-31T23:59:59.999Z");

/** An Edm.DateTimeOffset in milliseconds since 1970; null when it is none. */
export function parseTimestamp(text: string): number | null {
  if (!DATE_TIME.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** As Microsoft Graph writes times: UTC, without trailing zeros of the fraction. */
export function formatTimestamp(at: number): string {
  return new Date(at).toISOString().replace(/\.?0+Z$/u, "Z");
}

/** The same, where there may be none. */
export function formatOptionalTimestamp(at: number | null): string | null {
  return at === null ? null : formatTimestamp(at);
}
