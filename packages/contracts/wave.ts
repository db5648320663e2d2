import { CONVERSION_STATES, DIRECTIONS, WAVE_STATES } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { countsOf, namedShape, nullable, Time } from "./shape.ts";

/** How many conversions are in each state. */
export const ConversionCountsDocument = countsOf(CONVERSION_STATES);

/** How many roles' settings of a wave are still to be set or undone, are applied, could not be. */
export const SettingsCountsDocument = countsOf(["open", "applied", "failed"]);

/** One wave of a rollout as it stands. */
export const WaveDocument = namedShape("Wave", "One wave of a rollout as it stands.", {
  position: Type.Integer({ minimum: 0 }),
  name: Type.String(),
  state: Type.Enum([...WAVE_STATES]),
  direction: Type.Enum([...DIRECTIONS]),
  counts: ConversionCountsDocument,
  settings: SettingsCountsDocument,
  concurrencyMax: Type.Integer(),
  failureBudgetCount: Type.Integer(),
  failuresAccepted: Type.Integer(),
  soakMs: Type.Number(),
  approvalMinimum: Type.Integer(),
  mutesAssignmentMails: Type.Boolean({
    description: "Nobody gets mails about assignments of the wave's roles while it runs.",
  }),
  soakUntil: nullable(Time),
});
export type WaveDocument = Static<typeof WaveDocument>;
