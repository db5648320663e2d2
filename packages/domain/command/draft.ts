import type { DriftCheck } from "../drift/drift.ts";
import type { Hold, HoldReason, HoldScope } from "../hold.ts";
import type { LedgerEntry, LedgerFact } from "../ledger.ts";
import type { Refusal, RefusalCode } from "../problems.ts";
import type { ConversionsChange, RolloutChange, WaveChange } from "../rollout-change.ts";
import type { Approval, RolloutSnapshot, WaveSnapshot } from "../rollout.ts";
import type { Direction, RolloutState, WaveState } from "../states.ts";

/** Either the change that a command makes, or why it is refused. */
export type CommandOutcome =
  | { readonly ok: true; readonly change: RolloutChange }
  | { readonly ok: false; readonly refusal: Refusal };

/** Who tells, when, and the ids that new things get. */
export type CommandContext = {
  readonly caller: string;
  readonly now: Date;
  readonly newId: () => string;
};

/** A refusal. */
export function refuse(code: RefusalCode, detail: string): CommandOutcome {
  return { ok: false, refusal: { code, detail } };
}

/** Collects the parts of one change, each with its ledger entry. */
export class ChangeDraft {
  readonly rollout: RolloutSnapshot;
  readonly #context: CommandContext;
  readonly #waves = new Map<number, WaveChange>();
  readonly #approvals: Approval[] = [];
  readonly #placed: Hold[] = [];
  readonly #lifted: string[] = [];
  readonly #conversions: ConversionsChange[] = [];
  readonly #entries: LedgerEntry[] = [];
  #moved: RolloutChange["rollout"] = null;
  #voidsApprovals = false;
  #driftCheck: DriftCheck | null = null;

  constructor(rollout: RolloutSnapshot, context: CommandContext) {
    this.rollout = rollout;
    this.#context = context;
  }

  moveRollout(state: RolloutState, direction: Direction, reason: string): this {
    const from = this.rollout.state;
    if (from === state && this.rollout.direction === direction) return this;
    this.#moved = { state, direction };
    return this.#tell(null, { kind: "rollout.stateChanged", from, to: state, direction, reason });
  }

  moveWave(wave: WaveSnapshot, state: WaveState, direction: Direction): this {
    if (wave.state === state && wave.direction === direction) return this;
    const { position, failuresAccepted } = wave;
    this.#waves.set(position, { position, state, direction, soakUntil: null, failuresAccepted });
    return this.#tell(position, {
      kind: "wave.stateChanged",
      from: wave.state,
      to: state,
      direction,
      soakUntil: null,
    });
  }

  /** Takes so many failures of a wave as known: they place no hold any more. */
  acceptFailures(wave: WaveSnapshot, failuresAccepted: number): this {
    const { position, state, direction, soakUntil } = this.#waves.get(wave.position) ?? wave;
    this.#waves.set(position, { position, state, direction, soakUntil, failuresAccepted });
    return this;
  }

  approve(wavePosition: number | null, decision: "approve" | "reject", digest: string, reason: string): this {
    const { caller, now } = this.#context;
    const at = now.toISOString();
    this.#approvals.push({ wavePosition, digest, decision, approver: caller, reason, at, isVoid: false });
    return this.#tell(wavePosition, { kind: "approval.given", decision, digest, reason });
  }

  voidApprovals(): this {
    this.#voidsApprovals = true;
    return this;
  }

  /** Orders a look at the tenant as it is now, with a reading of its own. */
  orderDriftCheck(approvedDigest: string, reason: string): this {
    const { caller, now, newId } = this.#context;
    const inventoryId = newId();
    this.#driftCheck = {
      id: newId(),
      inventoryId,
      approvedDigest,
      orderedBy: caller,
      orderedAt: now.toISOString(),
      reason,
      state: "checking",
      endedAt: null,
      counts: null,
      currentDigest: null,
      problems: [],
    };
    return this.#tell(null, { kind: "rollout.startOrdered", inventoryId, reason });
  }

  endDriftCheck(check: Omit<DriftCheck, "endedAt">): this {
    this.#driftCheck = { ...check, endedAt: this.#context.now.toISOString() };
    const { state, inventoryId, counts, approvedDigest, currentDigest } = check;
    return this.#tell(null, {
      kind: "rollout.driftChecked",
      state,
      inventoryId,
      counts,
      approvedDigest,
      currentDigest,
    });
  }

  placeHold(scope: HoldScope, reason: HoldReason, detail: string): this {
    const { caller, now, newId } = this.#context;
    const hold: Hold = {
      id: newId(),
      scope,
      reason,
      detail,
      placedBy: caller,
      placedAt: now.toISOString(),
    };
    this.#placed.push(hold);
    const wavePosition = scope.kind === "wave" ? scope.wavePosition : null;
    return this.#tell(wavePosition, { kind: "hold.placed", holdId: hold.id, scope, reason, detail });
  }

  liftHolds(holds: readonly Hold[]): this {
    for (const hold of holds) {
      this.#lifted.push(hold.id);
      const wavePosition = hold.scope.kind === "wave" ? hold.scope.wavePosition : null;
      this.#tell(wavePosition, { kind: "hold.lifted", holdId: hold.id, scope: hold.scope });
    }
    return this;
  }

  changeConversions(change: ConversionsChange): this {
    this.#conversions.push(change);
    return this;
  }

  change(): RolloutChange {
    return {
      rolloutId: this.rollout.id,
      version: this.rollout.version,
      at: this.#context.now.toISOString(),
      actor: this.#context.caller,
      rollout: this.#moved,
      waves: [...this.#waves.values()],
      approvals: this.#approvals,
      voidsApprovals: this.#voidsApprovals,
      driftCheck: this.#driftCheck,
      holdsPlaced: this.#placed,
      holdsLifted: this.#lifted,
      conversions: this.#conversions,
      entries: this.#entries,
    };
  }

  done(): CommandOutcome {
    return { ok: true, change: this.change() };
  }

  #tell(wavePosition: number | null, fact: LedgerFact): this {
    const { caller, now } = this.#context;
    const at = now.toISOString();
    this.#entries.push({
      rolloutId: this.rollout.id,
      at,
      actor: caller,
      wavePosition,
      conversionId: null,
      fact,
    });
    return this;
  }
}
