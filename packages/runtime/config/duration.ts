const PARTS = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds, as a plan takes them too; null for
 * anything else. Said again here because this package stands on no other of ours.
 */
export function parseDurationMs(text: string): number | null {
  const parts = PARTS.exec(text);
  if (parts === null) return null;
  const [days = "0", hours = "0", minutes = "0", seconds = "0"] = parts.slice(1).map((part) => part ?? "0");
  const minutesTotal = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return Math.round(minutesTotal * 60_000 + Number(seconds) * 1000);
}
