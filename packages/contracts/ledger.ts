import {
  CONVERSION_STATES,
  DIRECTIONS,
  DRIFT_CHECK_STATES,
  ROLLOUT_STATES,
  SETTINGS_STATES,
  WAVE_STATES,
} from "@standdown/domain";
import { Type, type Static } from "typebox";
import { DriftCountsDocument } from "./drift.ts";
import { HoldScopeDocument } from "./hold.ts";
import { RuleConflictDocument, SettingsWriteDocument } from "./role-settings-change.ts";
import { Digest, listOf, namedShape, nullable, shape, Time } from "./shape.ts";
import { StepDocument } from "./step.ts";

const Direction = Type.Enum([...DIRECTIONS]);

const ofRole = { changeId: Type.String(), roleDefinitionId: Type.String() };

/** What happened: each kind with exactly what it says. */
const Fact = Type.Union([
  shape({ kind: Type.Literal("rollout.created"), planName: Type.String(), planDigest: Type.String() }),
  shape({
    kind: Type.Literal("rollout.compiled"),
    manifestDigest: Type.String(),
    inventoryId: Type.String(),
    conversionsByWave: listOf(Type.Integer()),
    removalsByWave: Type.Optional(listOf(Type.Integer())),
  }),
  shape({
    kind: Type.Literal("rollout.stateChanged"),
    from: Type.Enum([...ROLLOUT_STATES]),
    to: Type.Enum([...ROLLOUT_STATES]),
    direction: Direction,
    reason: Type.String(),
  }),
  shape({
    kind: Type.Literal("rollout.startOrdered"),
    inventoryId: Type.String(),
    reason: Type.String(),
  }),
  shape({
    kind: Type.Literal("rollout.driftChecked"),
    state: Type.Enum([...DRIFT_CHECK_STATES]),
    inventoryId: Type.String(),
    counts: nullable(DriftCountsDocument),
    approvedDigest: Type.String(),
    currentDigest: nullable(Type.String()),
  }),
  shape({
    kind: Type.Literal("wave.stateChanged"),
    from: Type.Enum([...WAVE_STATES]),
    to: Type.Enum([...WAVE_STATES]),
    direction: Direction,
    soakUntil: nullable(Time),
  }),
  shape({
    kind: Type.Literal("approval.given"),
    decision: Type.Enum(["approve", "reject"]),
    digest: Type.String(),
    reason: Type.String(),
  }),
  shape({
    kind: Type.Literal("hold.placed"),
    holdId: Type.String(),
    scope: HoldScopeDocument,
    reason: Type.String(),
    detail: Type.String(),
  }),
  shape({ kind: Type.Literal("hold.lifted"), holdId: Type.String(), scope: HoldScopeDocument }),
  shape({
    kind: Type.Literal("conversion.stateChanged"),
    from: Type.Enum([...CONVERSION_STATES]),
    to: Type.Enum([...CONVERSION_STATES]),
    direction: Direction,
    code: nullable(Type.String()),
    detail: nullable(Type.String()),
  }),
  shape({ kind: Type.Literal("step.changed"), step: StepDocument }),
  shape({
    kind: Type.Literal("roleSettings.stateChanged"),
    ...ofRole,
    from: Type.Enum([...SETTINGS_STATES]),
    to: Type.Enum([...SETTINGS_STATES]),
    direction: Direction,
    code: nullable(Type.String()),
    detail: nullable(Type.String()),
  }),
  shape({ kind: Type.Literal("roleSettings.writeChanged"), ...ofRole, write: SettingsWriteDocument }),
  shape({
    kind: Type.Literal("roleSettings.checked"),
    ...ofRole,
    conflicts: listOf(RuleConflictDocument),
  }),
]);

/** One entry in its place in the chain. */
export const LedgerEntryDocument = namedShape("LedgerEntry", "One entry in its place in the chain.", {
  position: Type.Integer({ minimum: 1 }),
  hash: Digest,
  rolloutId: Type.String(),
  at: Time,
  actor: Type.String(),
  wavePosition: nullable(Type.Integer()),
  conversionId: nullable(Type.String()),
  fact: Fact,
});
export type LedgerEntryDocument = Static<typeof LedgerEntryDocument>;

/** What a check of the whole chain, from its first entry, found. */
export const ChainVerification = shape({
  isWhole: Type.Boolean(),
  entryCount: Type.Integer({ minimum: 0 }),
  brokenPosition: nullable(
    Type.Integer({ description: "The first entry whose hash is not what those before it make it." }),
  ),
});
export type ChainVerification = Static<typeof ChainVerification>;
