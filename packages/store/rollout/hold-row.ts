import type { Hold, HoldReason, HoldScope } from "@standdown/domain";
import { isoTime } from "../database.ts";

/** A hold as it is stored, read as a document. */
export type HoldRow = {
  readonly id: string;
  readonly kind: HoldScope["kind"];
  readonly tenant_id: string | null;
  readonly rollout_id: string | null;
  readonly wave_position: number | null;
  readonly reason: HoldReason;
  readonly detail: string;
  readonly placed_by: string;
  readonly placed_at: string;
};

/** The hold that a row holds. */
export function holdOf(row: HoldRow): Hold {
  return {
    id: row.id,
    scope: scopeOf(row),
    reason: row.reason,
    detail: row.detail,
    placedBy: row.placed_by,
    placedAt: isoTime(row.placed_at),
  };
}

/** The scope's columns. */
export function scopeColumns(scope: HoldScope): Pick<HoldRow, "tenant_id" | "rollout_id" | "wave_position"> {
  return {
    tenant_id: scope.kind === "tenant" ? scope.tenantId : null,
    rollout_id: scope.kind === "rollout" || scope.kind === "wave" ? scope.rolloutId : null,
    wave_position: scope.kind === "wave" ? scope.wavePosition : null,
  };
}

function scopeOf({ id, kind, tenant_id, rollout_id, wave_position }: HoldRow): HoldScope {
  if (kind === "everything") return { kind };
  if (kind === "tenant" && tenant_id !== null) return { kind, tenantId: tenant_id };
  if (kind === "rollout" && rollout_id !== null) return { kind, rolloutId: rollout_id };
  if (kind === "wave" && rollout_id !== null && wave_position !== null) {
    return { kind, rolloutId: rollout_id, wavePosition: wave_position };
  }
  throw new Error(`hold ${id} has an incomplete scope, which the database refuses`);
}
