/**
 * The durations that Microsoft's `Edm.Duration` takes: days, hours, minutes, seconds; no weeks, months or years. No
 * more digits than any wait needs, so that every time that is computed from one exists.
 */
export const DURATION_PATTERN =
  "^P(?=.)(\\d{1,4}D)?(T(?=.)(\\d{1,5}H)?(\\d{1,6}M)?(\\d{1,7}(\\.\\d{1,3})?S)?)?$";

const PARTS = /^P(?=.)(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7}(?:\.\d{1,3})?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration; null for what is none of {@link DURATION_PATTERN}. */
export function durationMs(text: string): number | null {
  const parts = PARTS.exec(text);
  if (parts === null) return null;
  const [days = "0", hours = "0", minutes = "0", seconds = "0"] = parts.slice(1).map((part) => part ?? "0");
  return Math.round(
    ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000,
  );
}
