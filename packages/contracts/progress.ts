import { DIRECTIONS, ROLLOUT_STATES, WAVE_STATES } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { HoldDocument } from "./hold.ts";
import { Id, listOf, namedShape, nullable, shape, tableOf, Time } from "./shape.ts";
import { ConversionCountsDocument, SettingsCountsDocument } from "./wave.ts";

const Count = Type.Integer({ minimum: 0 });

const WaveProgressDocument = shape({
  position: Count,
  name: Type.String(),
  state: Type.Enum([...WAVE_STATES]),
  direction: Type.Enum([...DIRECTIONS]),
  counts: ConversionCountsDocument,
  total: Count,
  ended: Count,
  outcomes: tableOf(Count),
  waits: tableOf(shape({ count: Count, until: Time, codes: tableOf(Count) })),
  settings: SettingsCountsDocument,
  ratePerMinute: Type.Number(),
  estimatedEndAt: nullable(Time),
  soakUntil: nullable(Time),
  approvalMinimum: Count,
  approvalsGiven: Count,
  isHeld: Type.Boolean(),
});

/** How a rollout and each of its waves stand. */
export const ProgressDocument = namedShape("Progress", "How a rollout and each of its waves stand.", {
  rolloutId: Id,
  name: Type.String(),
  state: Type.Enum([...ROLLOUT_STATES]),
  direction: Type.Enum([...DIRECTIONS]),
  at: Time,
  counts: ConversionCountsDocument,
  total: Count,
  ended: Count,
  outcomes: tableOf(Count),
  ratePerMinute: Type.Number(),
  estimatedEndAt: nullable(Time),
  holds: listOf(HoldDocument),
  waves: listOf(WaveProgressDocument),
});
export type ProgressDocument = Static<typeof ProgressDocument>;
