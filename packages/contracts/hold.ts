import { Type } from "typebox";
import { shape, Time } from "./shape.ts";

/** What a hold stops. */
export const HoldScopeDocument = Type.Union([
  shape({ kind: Type.Literal("everything") }),
  shape({ kind: Type.Literal("tenant"), tenantId: Type.String() }),
  shape({ kind: Type.Literal("rollout"), rolloutId: Type.String() }),
  shape({ kind: Type.Literal("wave"), rolloutId: Type.String(), wavePosition: Type.Integer() }),
]);

/** A reason not to work. */
export const HoldDocument = shape({
  id: Type.String(),
  scope: HoldScopeDocument,
  reason: Type.Enum(["paused", "failureBudgetSpent", "rejected", "waveRolledBack"]),
  detail: Type.String(),
  placedBy: Type.String(),
  placedAt: Time,
});
