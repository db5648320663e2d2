import type {
  ComplianceVerdict,
  DifferenceKind,
  Direction,
  RolloutState,
  WaitReason,
  WaveState,
} from "@standdown/domain";

/** What conversions wait for, in words short enough for a progress line of 80 columns. */
export const WAIT_WORDS: Readonly<Record<WaitReason, string>> = {
  proof: "second read",
  minimumAge: "five-minute rule",
  activationInProgress: "activation in use",
  throttled: "throttled",
  transientProblem: "passing problem",
  pendingRequest: "pending request",
  hold: "hold",
  replication: "replication",
};

/** What a compliance check says, in words for a table. */
export const COMPLIANCE_VERDICT_WORDS: Readonly<Record<ComplianceVerdict, string>> = {
  pass: "pass",
  fail: "fail",
  investigate: "investigate",
  notDecided: "not decided",
};

/** What is different between two inventories. */
export const DIFFERENCE_WORDS: Readonly<Record<DifferenceKind, string>> = {
  principalNew: "new principal",
  principalGone: "principal gone",
  principalChanged: "principal changed",
  standingAdded: "standing access added",
  standingRemoved: "standing access removed",
  eligibleAdded: "eligible access added",
  eligibleRemoved: "eligible access removed",
};

/** The state of a rollout or a wave: what runs back is rolling back. */
export function stateText({
  state,
  direction,
}: {
  readonly state: RolloutState | WaveState;
  readonly direction: Direction;
}): string {
  if (state === "rolledBack") return "rolled back";
  return state === "running" && direction === "back" ? "rolling back" : state;
}

/** Why something could not be compiled, with its place in the plan where it has one. */
export function problemText({
  pointer,
  message,
}: {
  readonly pointer: string;
  readonly message: string;
}): string {
  return pointer === "" ? message : `${pointer}: ${message}`;
}

/** Who holds what, and why. */
export function holdText({
  reason,
  detail,
  placedBy,
}: {
  readonly reason: string;
  readonly detail: string;
  readonly placedBy: string;
}): string {
  return `held: ${reason} by ${placedBy}${detail === "" ? "" : `: ${detail}`}`;
}

/** `1 wave`, `3 waves`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A duration for people: `40 s`, `124 min`, `8 h`, `3 days`. */
export function lasting(durationMs: number): string {
  const seconds = Math.ceil(durationMs / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 180) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Seconds and minutes until a time, for people: `7 s`, `4 min`, `3 h`. */
export function until(time: string, now: Date): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(time) - now.getTime()) / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
