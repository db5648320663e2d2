/** The durations that Microsoft's `Edm.Duration` takes: days, hours, minutes, seconds; no weeks, months or years. */
export const DURATION_PATTERN = "^P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$";

const PARTS = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration; null for what is none of {@link DURATION_PATTERN}. */
export function durationMs(text: string): number | null {
  const parts = PARTS.exec(text);
  if (parts === null) return null;
  const [days = "0", hours = "0", minutes = "0", seconds = "0"] = parts.slice(1).map((part) => part ?? "0");
  return Math.round(
    ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000,
  );
}
