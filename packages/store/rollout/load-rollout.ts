import {
  NO_CONVERSIONS,
  type Approval,
  type ConversionCounts,
  type DriftCheck,
  type Direction,
  type RolloutSnapshot,
  type RolloutState,
  type WaveSnapshot,
} from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, isoTimeOrNull, type Database } from "../database.ts";
import { wantedSettings } from "../role-settings/wanted-settings.ts";
import { driftCheck, driftCheckOf } from "../drift/drift-check-row.ts";
import { holdOf, type HoldRow } from "./hold-row.ts";

type WaveRow = Omit<WaveSnapshot, "counts"> & { readonly counts: Partial<ConversionCounts> | null };

type RolloutRow = {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly state: RolloutState;
  readonly direction: Direction;
  readonly author: string;
  readonly manifest_digest: string | null;
  readonly version: number;
  readonly approvals: readonly Approval[];
  readonly approval_minimum: number;
  readonly drift_check: DriftCheck | null;
  readonly started_at: Date | null;
  readonly holds: readonly HoldRow[];
  readonly waves: readonly WaveRow[];
};

/**
 * One rollout as it stands. Null: there is none of this id. It is one statement, so that the counts belong to the
 * version: what is decided from a count is refused when the version it came with is no longer the newest.
 */
export async function loadRollout(database: Database, rolloutId: string): Promise<RolloutSnapshot | null> {
  const { rows } = await sql<RolloutRow>`
    select r.id, r.tenant_id, r.name, r.state, r.direction, r.author, r.manifest_digest, r.version,
      r.started_at, coalesce((r.manifest ->> 'approvalMinimum')::integer, 1) as approval_minimum,
      ${driftCheck} as drift_check, ${approvals} as approvals, ${holds} as holds, ${waves} as waves
    from rollouts r where r.id = ${rolloutId}
  `.execute(database);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    state: row.state,
    direction: row.direction,
    author: row.author,
    manifestDigest: row.manifest_digest,
    version: row.version,
    approvals: row.approvals.map((approval) => ({ ...approval, at: isoTime(approval.at) })),
    approvalMinimum: row.approval_minimum,
    driftCheck: row.drift_check === null ? null : driftCheckOf(row.drift_check),
    startedAt: isoTimeOrNull(row.started_at),
    holds: row.holds.map(holdOf),
    waves: row.waves.map((wave) => ({
      ...wave,
      counts: { ...NO_CONVERSIONS, ...wave.counts },
      soakUntil: isoTimeOrNull(wave.soakUntil),
    })),
  };
}

const approvals = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'wavePosition', a.wave_position, 'digest', a.digest, 'decision', a.decision, 'approver', a.approver,
    'reason', a.reason, 'at', a.at, 'isVoid', a.voided_at is not null
  ) order by a.id), '[]')
  from approvals a where a.rollout_id = r.id
)`;

const holds = sql`(
  select coalesce(jsonb_agg(to_jsonb(h) order by h.placed_at, h.id), '[]')
  from holds h
  where h.lifted_at is null
    and (h.kind = 'everything' or h.tenant_id = r.tenant_id or h.rollout_id = r.id)
)`;

/**
 * A role's settings count in the wave in which it goes first, and in every wave that has a conversion of it. Those of a
 * wave that has not begun are open, so that it does not pass by them.
 */
const settingsByWave = sql`
  select v.position as wave_position, count(*) filter (where s.is_open or (
      s.state = 'pending' and s.wave_position = v.position and v.state in ('pending', 'waiting')
    )) as open,
    count(*) filter (where s.state = 'applied' and s.wave_position = v.position) as applied,
    count(*) filter (where s.state in ('failed', 'quarantined')) as failed
  from (${wantedSettings}) as s join waves v on v.rollout_id = s.rollout_id
  where s.rollout_id = r.id and (s.wave_position = v.position or exists (
    select 1 from conversions c
    where c.rollout_id = s.rollout_id and c.role_definition_id = s.role_definition_id
      and c.wave_position = v.position
  ))
  group by v.position
`;

const waves = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'position', w.position, 'name', w.name, 'state', w.state, 'direction', w.direction,
    'concurrencyMax', w.concurrency_max, 'failureBudgetCount', w.failure_budget_count,
    'failuresAccepted', w.failures_accepted, 'soakMs', w.soak_ms, 'approvalMinimum', w.approval_minimum,
    'mutesAssignmentMails', w.mutes_assignment_mails, 'soakUntil', w.soak_until, 'counts', counted.counts, 'settings', jsonb_build_object(
      'open', coalesce(settings.open, 0), 'applied', coalesce(settings.applied, 0),
      'failed', coalesce(settings.failed, 0)
    )
  ) order by w.position), '[]')
  from waves w
  left join (
    select by_state.wave_position, jsonb_object_agg(by_state.state, by_state.conversion_count) as counts
    from (
      select c.wave_position, c.state, count(*) as conversion_count
      from conversions c where c.rollout_id = r.id group by c.wave_position, c.state
    ) as by_state
    group by by_state.wave_position
  ) as counted on counted.wave_position = w.position
  left join (${settingsByWave}) as settings on settings.wave_position = w.position
  where w.rollout_id = r.id
)`;
