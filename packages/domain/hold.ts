/** What a hold stops: everything, a tenant, a rollout or one wave of it (by its position). */
export type HoldScope =
  | { readonly kind: "everything" }
  | { readonly kind: "tenant"; readonly tenantId: string }
  | { readonly kind: "rollout"; readonly rolloutId: string }
  | { readonly kind: "wave"; readonly rolloutId: string; readonly wavePosition: number };

/** Why a hold was placed: a person paused or rejected, a wave spent its failure budget or was rolled back. */
export type HoldReason = "paused" | "failureBudgetSpent" | "rejected" | "waveRolledBack";

/** A reason not to work. Pause places one, resume lifts it. */
export type Hold = {
  readonly id: string;
  readonly scope: HoldScope;
  readonly reason: HoldReason;
  readonly detail: string;
  readonly placedBy: string;
  readonly placedAt: string;
};
