/** What the command's exit code says. */
export const EXIT_CODES = {
  done: 0,
  refused: 1,
  wrongUse: 2,
  unreachable: 3,
  endedOtherwise: 4,
} as const;

/** The same for people. */
export const EXIT_CODE_HELP = `Exit codes:
  ${EXIT_CODES.done}  done
  ${EXIT_CODES.refused}  a service refused, the plan has problems, or something failed
  ${EXIT_CODES.wrongUse}  wrong use, or a configuration that can't be used
  ${EXIT_CODES.unreachable}  a service can't be reached
  ${EXIT_CODES.endedOtherwise}  watch: the rollout ended as incomplete or aborted`;
