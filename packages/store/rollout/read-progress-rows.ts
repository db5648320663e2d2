import type { WaitTally, WaveTally } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, isoTimeOrNull, type Database } from "../database.ts";

type TallyRow = {
  readonly position: number;
  readonly outcomes: Readonly<Record<string, number>> | null;
  readonly waits: Readonly<Record<string, WaitTally>> | null;
  readonly endedLastMinute: number;
  readonly firstEndedAt: Date | null;
};

/**
 * What is counted of each wave besides its states: outcomes by code, waits by reason with the last end and codes, and how many
 * ended in the last minute, since when.
 */
export async function readProgressRows(database: Database, rolloutId: string): Promise<readonly WaveTally[]> {
  const { rows } = await sql<TallyRow>`
    select w.position,
      (
        select jsonb_object_agg(o.outcome_code, o.ended_count)
        from (
          select c.outcome_code, count(*) as ended_count from conversions c
          where c.rollout_id = w.rollout_id and c.wave_position = w.position and c.outcome_code is not null
          group by c.outcome_code
        ) as o
      ) as outcomes,
      (
        select jsonb_object_agg(
          p.wait_reason, jsonb_build_object('count', p.put_off_count, 'until', p.until, 'codes', p.codes)
        )
        from (
          select g.wait_reason, sum(g.put_off_count) as put_off_count, max(g.until) as until,
            coalesce(
              jsonb_object_agg(g.wait_code, g.put_off_count) filter (where g.wait_code is not null), '{}'
            ) as codes
          from (
            select c.wait_reason, c.wait_code, count(*) as put_off_count, max(c.wait_until) as until
            from conversions c
            where c.rollout_id = w.rollout_id and c.wave_position = w.position and c.state = 'converting'
              and c.wait_reason is not null
            group by c.wait_reason, c.wait_code
          ) as g
          group by g.wait_reason
        ) as p
      ) as waits,
      lately.count as "endedLastMinute", lately.first as "firstEndedAt"
    from waves w cross join lateral (
      select count(*)::integer as count, min(c.ended_at) as first from conversions c
      where c.rollout_id = w.rollout_id and c.wave_position = w.position
        and c.ended_at > now() - interval '1 minute'
    ) as lately
    where w.rollout_id = ${rolloutId} order by w.position
  `.execute(database);
  return rows.map(({ position, outcomes, waits, endedLastMinute, firstEndedAt }) => ({
    position,
    outcomes: outcomes ?? {},
    waits: Object.fromEntries(
      Object.entries(waits ?? {}).map(([reason, { count, until, codes }]) => [
        reason,
        { count, until: isoTime(until), codes },
      ]),
    ),
    endedLastMinute,
    firstEndedAt: isoTimeOrNull(firstEndedAt),
  }));
}
