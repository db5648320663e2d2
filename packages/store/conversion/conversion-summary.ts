import {
  STEP_NAMES,
  type AccessKey,
  type BeforeImage,
  type ConversionState,
  type Direction,
  type EffectiveDisposition,
  type Step,
  type WaitReason,
} from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, isoTimeOrNull } from "../database.ts";
import { keyOf, type KeyColumns } from "./conversion-row.ts";

/** A conversion for people: how far it is, what it waits for, how it ended. */
export type ConversionSummary = {
  readonly id: string;
  readonly rolloutId: string;
  readonly wavePosition: number;
  readonly key: AccessKey;
  readonly disposition: EffectiveDisposition;
  readonly state: ConversionState;
  readonly direction: Direction;
  readonly outcomeCode: string | null;
  readonly outcomeDetail: string | null;
  /** Why and until when work is put off; null while it is not. */
  readonly wait: { readonly reason: WaitReason; readonly until: string } | null;
  readonly beforeImage: BeforeImage;
  /** Those that were begun, in their order. */
  readonly steps: readonly Step[];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
};

/** A conversion with its before-image and its steps. */
export type SummaryRow = KeyColumns & {
  readonly id: string;
  readonly rollout_id: string;
  readonly wave_position: number;
  readonly entry_position: number;
  readonly disposition: EffectiveDisposition;
  readonly state: ConversionState;
  readonly direction: Direction;
  readonly outcome_code: string | null;
  readonly outcome_detail: string | null;
  readonly wait_reason: WaitReason | null;
  readonly wait_until: Date | null;
  readonly before_image: BeforeImage;
  readonly steps: readonly Step[] | null;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
};

/** Selects {@link SummaryRow}s from conversions `c`; conditions and order follow. */
export const selectSummaries = sql`
  select c.id, c.rollout_id, c.wave_position, c.entry_position, c.principal_id, c.role_definition_id,
    c.directory_scope_id, c.app_scope_id, c.disposition, c.state, c.direction, c.outcome_code, c.outcome_detail,
    c.wait_reason, c.wait_until, c.started_at, c.ended_at, e.before_image,
    (select jsonb_agg(s.document) from steps s where s.conversion_id = c.id) as steps
  from conversions c
  join manifest_entries e on e.rollout_id = c.rollout_id and e.position = c.entry_position
`;

/** The summary that a row holds. */
export function summaryOf(row: SummaryRow): ConversionSummary {
  const { wait_reason: reason, wait_until: until } = row;
  return {
    id: row.id,
    rolloutId: row.rollout_id,
    wavePosition: row.wave_position,
    key: keyOf(row),
    disposition: row.disposition,
    state: row.state,
    direction: row.direction,
    outcomeCode: row.outcome_code,
    outcomeDetail: row.outcome_detail,
    wait: reason === null || until === null ? null : { reason, until: isoTime(until) },
    beforeImage: row.before_image,
    steps: (row.steps ?? []).toSorted((a, b) => STEP_NAMES.indexOf(a.name) - STEP_NAMES.indexOf(b.name)),
    startedAt: isoTimeOrNull(row.started_at),
    endedAt: isoTimeOrNull(row.ended_at),
  };
}
