/** What the command's exit code says. */
export const EXIT_CODES = {
  done: 0,
  /** A service refused, the plan has problems, or something failed. */
  refused: 1,
  /** Wrong use, or a configuration that can't be used. */
  wrongUse: 2,
  /** A service can't be reached. */
  unreachable: 3,
  /** `watch`: the rollout ended as `incomplete` or `aborted`. */
  endedOtherwise: 4,
} as const;
