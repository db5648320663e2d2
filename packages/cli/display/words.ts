import type { WaitReason } from "@standdown/domain";

/** Why conversions wait, in words for people who look at a progress line. */
export const WAIT_WORDS: Readonly<Record<WaitReason, string>> = {
  proof: "wait for the second read",
  minimumAge: "too young to be removed (five-minute rule)",
  activationInProgress: "wait for an activation to end",
  throttled: "slowed down by the tenant",
  transientProblem: "wait after a passing problem",
  pendingRequest: "wait for a pending request",
  hold: "held",
  replication: "wait until the tenant knows it everywhere",
};

/** `1 wave`, `3 waves`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Seconds and minutes until a time, for people: `7 s`, `4 min`, `3 h`. */
export function until(time: string, now: Date): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(time) - now.getTime()) / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
