import type { Hold, HoldReason } from "./hold.ts";
import { PRODUCT_ACTOR, type LedgerEntry, type LedgerFact } from "./ledger.ts";
import type { RolloutChange, WaveChange } from "./rollout-change.ts";
import type { RolloutSnapshot, WaveSnapshot } from "./rollout.ts";
import { isFinalWave, type RolloutState, type WaveState } from "./states.ts";

/** Ids for the holds that may have to be placed, so that deciding stays free of randomness. */
export type HoldIds = () => string;

/**
 * What happens next to a rollout, told from what is: the whole change, or null where nothing changes. Only a
 * rollout that runs changes by itself; everything else waits for a person.
 */
export function decide(rollout: RolloutSnapshot, now: Date, newHoldId: HoldIds): RolloutChange | null {
  if (rollout.state !== "running") return null;
  const draft = new Draft(rollout, now, newHoldId);
  for (const wave of rollout.waves) draft.advanceWave(wave);
  draft.endRollout();
  return draft.change();
}

/** True when something stops the whole rollout. */
export function isRolloutHeld(rollout: Pick<RolloutSnapshot, "holds">): boolean {
  return rollout.holds.some((hold) => hold.scope.kind !== "wave");
}

/** True when something stops this wave. */
export function isWaveHeld(rollout: Pick<RolloutSnapshot, "holds">, position: number): boolean {
  return rollout.holds.some((hold) => hold.scope.kind !== "wave" || hold.scope.wavePosition === position);
}

/** How many approvers promoted a wave since it was last rejected. */
export function promotionsOf(rollout: RolloutSnapshot, position: number): number {
  return approversOf(rollout, position).length;
}

/** Who approved the manifest as it is (null), or promoted a wave, since it was last rejected: each once. */
export function approversOf(
  { approvals, manifestDigest }: Pick<RolloutSnapshot, "approvals" | "manifestDigest">,
  wavePosition: number | null,
): string[] {
  const given = approvals.filter(
    (approval) =>
      approval.wavePosition === wavePosition && approval.digest === manifestDigest && !approval.isVoid,
  );
  const lastReject = given.findLastIndex((approval) => approval.decision === "reject");
  return [...new Set(given.slice(lastReject + 1).map((approval) => approval.approver))];
}

/** Failed and quarantined conversions of a wave. */
export function failuresOf(wave: WaveSnapshot): number {
  return wave.counts.failed + wave.counts.quarantined;
}

/** True when a wave that ends now ends `incomplete`. */
function hasFailed(wave: WaveSnapshot): boolean {
  return failuresOf(wave) > 0 || wave.settings.failed > 0;
}

function isAtRest({ counts, settings }: WaveSnapshot): boolean {
  return counts.pending + counts.queued + counts.converting + settings.open === 0;
}

class Draft {
  readonly #rollout: RolloutSnapshot;
  readonly #now: Date;
  readonly #newHoldId: HoldIds;
  readonly #waves: WaveSnapshot[];
  readonly #changed = new Map<number, WaveChange>();
  readonly #holds: Hold[] = [];
  readonly #entries: LedgerEntry[] = [];
  readonly #lifted: string[] = [];
  #ended: RolloutState | null = null;

  constructor(rollout: RolloutSnapshot, now: Date, newHoldId: HoldIds) {
    this.#rollout = rollout;
    this.#now = now;
    this.#newHoldId = newHoldId;
    this.#waves = [...rollout.waves];
  }

  /** Moves one wave as far as it goes now: a wave without conversions passes through several states at once. */
  advanceWave({ position }: WaveSnapshot): void {
    for (;;) {
      const wave = this.#wave(position);
      const to = this.#nextState(wave);
      if (to === null) return;
      this.#moveWave(wave, to);
    }
  }

  endRollout(): void {
    if (!this.#waves.every((wave) => isFinalWave(wave.state))) return;
    const to = endStateOf(this.#rollout, this.#waves);
    this.#ended = to;
    const { state: from, direction } = this.#rollout;
    this.#tell(null, { kind: "rollout.stateChanged", from, to, direction, reason: "allWavesEnded" });
    this.#liftOwnHolds();
  }

  change(): RolloutChange | null {
    if (this.#entries.length === 0) return null;
    const { id, version, direction } = this.#rollout;
    return {
      rolloutId: id,
      version,
      at: this.#now.toISOString(),
      actor: PRODUCT_ACTOR,
      rollout: this.#ended === null ? null : { state: this.#ended, direction },
      waves: [...this.#changed.values()],
      approvals: [],
      voidsApprovals: false,
      driftCheck: null,
      holdsPlaced: this.#holds,
      holdsLifted: this.#lifted,
      conversions: [],
      entries: this.#entries,
    };
  }

  #nextState(wave: WaveSnapshot): WaveState | null {
    switch (wave.state) {
      case "pending":
        return this.#mayBegin(wave) ? (this.#isPromoted(wave) ? "running" : "waiting") : null;
      case "waiting":
        return this.#mayBegin(wave) && this.#isPromoted(wave) ? "running" : null;
      case "running":
        this.#guardFailureBudget(wave);
        if (!isAtRest(wave)) return null;
        if (wave.direction === "back") return hasFailed(wave) ? "incomplete" : "rolledBack";
        return wave.soakMs > 0 && hasDoneSomething(wave) ? "soaking" : endOfWave(wave);
      case "soaking":
        return isAtRest(wave) && this.#now.toISOString() >= (wave.soakUntil ?? "") ? endOfWave(wave) : null;
      default:
        return null;
    }
  }

  /** A wave begins when all before it have ended, nothing holds it and the rollout goes forward. */
  #mayBegin(wave: WaveSnapshot): boolean {
    if (this.#rollout.direction === "back" || isWaveHeld(this.#rollout, wave.position)) return false;
    if (this.#holds.length > 0) return false;
    return this.#waves.every((other) => other.position >= wave.position || isFinalWave(other.state));
  }

  #isPromoted(wave: WaveSnapshot): boolean {
    return promotionsOf(this.#rollout, wave.position) >= wave.approvalMinimum;
  }

  #guardFailureBudget(wave: WaveSnapshot): void {
    const failures = failuresOf(wave);
    if (wave.direction === "back" || failures <= wave.failureBudgetCount || failures <= wave.failuresAccepted)
      return;
    const isTheLast = this.#waves.every(hasNothingLeft);
    if (isTheLast || this.#hasHold("failureBudgetSpent")) return;
    this.#placeHold(
      "failureBudgetSpent",
      `${failures} conversions of wave "${wave.name}" failed, and its failure budget is ${wave.failureBudgetCount}`,
    );
  }

  #moveWave(wave: WaveSnapshot, to: WaveState): void {
    const soakUntil = to === "soaking" ? new Date(this.#now.getTime() + wave.soakMs).toISOString() : null;
    const { position, direction, failuresAccepted } = wave;
    this.#waves[position] = { ...wave, state: to, soakUntil };
    this.#changed.set(position, { position, state: to, direction, soakUntil, failuresAccepted });
    this.#tell(position, { kind: "wave.stateChanged", from: wave.state, to, direction, soakUntil });
    const goesOn =
      this.#rollout.direction === "forward" && this.#waves.some((other) => !isFinalWave(other.state));
    if (to === "rolledBack" && goesOn && !this.#hasHold("waveRolledBack")) {
      this.#placeHold(
        "waveRolledBack",
        `wave "${wave.name}" was rolled back: resume to go on with the others`,
      );
    }
  }

  /** What held a rollout that has ended would only stand in the way of undoing a part of it. */
  #liftOwnHolds(): void {
    for (const { id, scope } of this.#rollout.holds) {
      if (scope.kind !== "rollout" && scope.kind !== "wave") continue;
      this.#lifted.push(id);
      const wavePosition = scope.kind === "wave" ? scope.wavePosition : null;
      this.#tell(wavePosition, { kind: "hold.lifted", holdId: id, scope });
    }
  }

  #hasHold(reason: HoldReason): boolean {
    return [...this.#rollout.holds, ...this.#holds].some((hold) => hold.reason === reason);
  }

  #placeHold(reason: HoldReason, detail: string): void {
    const hold: Hold = {
      id: this.#newHoldId(),
      scope: { kind: "rollout", rolloutId: this.#rollout.id },
      reason,
      detail,
      placedBy: PRODUCT_ACTOR,
      placedAt: this.#now.toISOString(),
    };
    this.#holds.push(hold);
    this.#tell(null, { kind: "hold.placed", holdId: hold.id, scope: hold.scope, reason, detail });
  }

  #wave(position: number): WaveSnapshot {
    const wave = this.#waves[position];
    if (wave === undefined)
      throw new Error(`rollout ${this.#rollout.id} has no wave at position ${position}`);
    return wave;
  }

  #tell(wavePosition: number | null, fact: LedgerFact): void {
    const at = this.#now.toISOString();
    this.#entries.push({
      rolloutId: this.#rollout.id,
      at,
      actor: PRODUCT_ACTOR,
      wavePosition,
      conversionId: null,
      fact,
    });
  }
}

/** True when no conversion of the wave is to come. */
function hasNothingLeft(wave: WaveSnapshot): boolean {
  return (
    isFinalWave(wave.state) || ((wave.state === "running" || wave.state === "soaking") && isAtRest(wave))
  );
}

/** What soaks is what people may notice. */
function hasDoneSomething({ counts, settings }: WaveSnapshot): boolean {
  return counts.converted + counts.removed + settings.applied > 0;
}

function endOfWave(wave: WaveSnapshot): WaveState {
  return hasFailed(wave) ? "incomplete" : "completed";
}

function endStateOf(rollout: RolloutSnapshot, waves: readonly WaveSnapshot[]): RolloutState {
  const has = (state: WaveState): boolean => waves.some((wave) => wave.state === state);
  if (has("incomplete")) return "incomplete";
  if (rollout.direction === "back") return "rolledBack";
  if (has("aborted")) return "aborted";
  return has("rolledBack") && !has("completed") ? "rolledBack" : "completed";
}
