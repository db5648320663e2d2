const DURATION =
  /^P(?=\d|T\d)(?:(?<days>\d+)D)?(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/iu;

/** Somewhat more than ten million days: the longest that the service's own type for durations holds. */
const LONGEST_MS = 10_675_199 * 86_400_000;

/**
 * An Edm.Duration (ISO 8601 with days, hours, minutes and seconds) in milliseconds; null when it is none. Edm.Duration
 * has no months, years or weeks, and an end.
 */
export function parseDuration(text: string): number | null {
  const groups = DURATION.exec(text)?.groups;
  if (groups === undefined) return null;
  const part = (name: string): number => Number(groups[name] ?? 0);
  const lastsMs = Math.round(
    (((part("days") * 24 + part("hours")) * 60 + part("minutes")) * 60 + part("seconds")) * 1000,
  );
  return lastsMs <= LONGEST_MS ? lastsMs : null;
}
