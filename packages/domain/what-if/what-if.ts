import type { CompileContext } from "../compile/compile-context.ts";
import type { Timing } from "../decide-conversion/action.ts";
import { DISPOSITIONS, type Disposition, type ReasonCode } from "../disposition.ts";
import type { ManifestEntry, ManifestWave } from "../manifest.ts";
import type { EndState } from "../end-state.ts";
import type { SettingsEntry } from "../settings/settings-entry.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { forecastDuration, type DurationForecast, type WaveDuration } from "./forecast-duration.ts";
import { MailFold, type MailForecast } from "./forecast-mails.ts";
import { SeatFold, type SeatForecast } from "./forecast-seats.ts";
import { settingsForecast, type SettingsForecast } from "./settings-forecast.ts";
import { RoleFold, type RoleChange } from "./role-changes.ts";
import { WaveFold } from "./wave-loads.ts";

/** How many assignments get one disposition, and why, the most frequent reason first. */
export type DispositionCount = {
  readonly disposition: Disposition;
  readonly count: number;
  readonly reasons: readonly { readonly reason: ReasonCode; readonly count: number }[];
};

/** What one wave does, and how long it takes (milliseconds). */
export type WaveForecast = WaveDuration &
  Pick<
    ManifestWave,
    | "position"
    | "name"
    | "principalCount"
    | "conversionCount"
    | "soakMs"
    | "approvalMinimum"
    | "mutesAssignmentMails"
  > & { readonly roleCount: number; readonly writeCount: number };

/** What a rollout would do, counted, and what it would take. */
export type WhatIf = {
  readonly dispositions: readonly DispositionCount[];
  readonly roles: readonly RoleChange[];
  readonly waves: readonly WaveForecast[];
  readonly duration: DurationForecast;
  readonly seats: SeatForecast;
  readonly mails: MailForecast;
  readonly roleSettings: readonly SettingsForecast[];
};

/**
 * Counts along while a plan is compiled: first told of each principal with what becomes of everything, then of each
 * entry with its wave, one principal's after the other's. What it holds does not grow with the tenant.
 */
export class WhatIfFold {
  readonly #timing: Timing;
  readonly #counts = new Map<Disposition, Map<ReasonCode, number>>();
  readonly #roles: RoleFold;
  readonly #seats: SeatFold;
  readonly #waves: WaveFold;
  readonly #mails: MailFold;

  constructor(context: CompileContext, timing: Timing) {
    this.#timing = timing;
    this.#roles = new RoleFold(context);
    this.#seats = new SeatFold(context.factsAfter);
    this.#waves = new WaveFold(context, timing);
    this.#mails = new MailFold(context.factsAfter);
  }

  /** Takes the next principal. */
  observe(access: PrincipalAccess, entries: readonly ManifestEntry[], end: EndState): void {
    for (const { disposition, reason } of entries) {
      const reasons = this.#counts.get(disposition) ?? new Map<ReasonCode, number>();
      this.#counts.set(disposition, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
    }
    this.#roles.observe(access, end);
    this.#seats.observe(end);
    this.#mails.observe(access, end);
  }

  /** Takes the next entry, its wave known. */
  place(entry: ManifestEntry): void {
    this.#waves.place(entry);
    this.#mails.place(entry);
  }

  /** The whole, once everybody was observed and every entry placed. */
  conclude(manifestWaves: readonly ManifestWave[], settings: readonly SettingsEntry[]): WhatIf {
    const roles = this.#roles.conclude();
    const waves = this.#waves.conclude(manifestWaves);
    return {
      dispositions: this.#dispositions(),
      roles,
      waves: waves.map(({ concurrencyMax: _max, failureBudgetCount: _budget, ...wave }) => wave),
      duration: forecastDuration(waves, this.#timing),
      seats: this.#seats.conclude(),
      mails: this.#mails.conclude(manifestWaves),
      roleSettings: settingsForecast(settings),
    };
  }

  #dispositions(): readonly DispositionCount[] {
    return DISPOSITIONS.map((disposition) => {
      const reasons = [...(this.#counts.get(disposition) ?? [])]
        .map(([reason, count]) => ({ reason, count }))
        .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
      return { disposition, count: reasons.reduce((sum, { count }) => sum + count, 0), reasons };
    });
  }
}
