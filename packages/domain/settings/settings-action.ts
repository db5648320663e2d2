import type { Timing } from "../decide-conversion/action.ts";
import type { WaitReason } from "../conversion.ts";
import type { RoleSettings } from "../role-settings.ts";
import type { SettingsWants, SettingsWork } from "./settings-work.ts";

/** The settings of a role as a read has shown them, and when it was made. */
export type FoundSettings = Pick<RoleSettings, "policyId" | "rules"> & { readonly readAt: string };

/** All that the next action on a role's settings depends on. `found`: null where nothing was read since the last write. */
export type SettingsSituation = {
  readonly work: SettingsWork;
  readonly wants: SettingsWants;
  readonly found: FoundSettings | null;
  readonly now: Date;
  readonly timing: Timing;
  /** For the next request, should there be one. */
  readonly clientRequestId: string;
};

/** A situation in which the settings were read. */
export type FoundSituation = SettingsSituation & { readonly found: FoundSettings };

/** What to do next. `work` is what is written down with it. */
export type SettingsAction =
  | { readonly do: "read" }
  /** Write down the intent, then send it: `work.write`. */
  | { readonly do: "send"; readonly work: SettingsWork; readonly policyId: string }
  | { readonly do: "save"; readonly work: SettingsWork }
  | {
      readonly do: "wait";
      readonly work: SettingsWork;
      readonly until: string;
      readonly reason: WaitReason;
      /** What the tenant said, where the wait is for its trouble. */
      readonly code: string | null;
    }
  /** At rest: with its state in `work`. */
  | {
      readonly do: "end";
      readonly work: SettingsWork;
      readonly code: string | null;
      readonly detail: string | null;
    };

/** Waits for what is in the way. */
export function wait(
  work: SettingsWork,
  until: string,
  reason: WaitReason,
  code: string | null = null,
): SettingsAction {
  return { do: "wait", work, until, reason, code };
}
