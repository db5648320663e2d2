import type { Direction } from "../states.ts";
import type { SettingsChange } from "./settings-change.ts";

/** How a change ended that could not be carried out: `code` as in `OUTCOMES`, or the tenant's own. */
export type SettingsFailure = {
  readonly state: "failed" | "quarantined";
  readonly code: string;
  readonly detail: string | null;
};

/** A change of a role's settings with what whoever works on it must remember from one read to the next. */
export type SettingsWork = SettingsChange & {
  /**
   * What a read has shown that one read alone does not prove: a fingerprint of all rules. A read from `from` on that
   * shows the same is believed.
   */
  readonly agreement: { readonly on: string; readonly from: string } | null;
  /** Why it can't be carried out, while what was written of it is put back. */
  readonly givenUp: SettingsFailure | null;
};

/** What a rollout wants of a role's settings now. */
export type SettingsWants = {
  /** Forward: as the plan says. Back: as they were. */
  readonly direction: Direction;
  readonly isMuted: boolean;
  /** The rollout was stopped: nothing is begun, what is half done is finished. */
  readonly isStopping: boolean;
  /** The name of another rollout whose people need them as they are. */
  readonly neededBy: string | null;
};

/** True while a write was, or may have been, sent and no read has told what came of it. */
export function isWriteOpen({ write }: Pick<SettingsChange, "write">): boolean {
  return write?.state === "intended" || write?.state === "unknown";
}
