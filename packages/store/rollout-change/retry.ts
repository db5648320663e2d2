import { STEP_NAMES, type StepName } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Unit } from "../database.ts";
import { isInSet, movedFact, type SetChange } from "./conversion-set.ts";

const STEPS_BACK: readonly StepName[] = ["restore", "revoke"];

const NOT_BEGUN = {
  state: "pending",
  intent: null,
  intendedAt: null,
  answer: null,
  agreedAt: null,
  agreedOn: null,
  problem: null,
  endedAt: null,
};

/**
 * Opens conversions again that failed, were quarantined or were skipped by a stop: they become `pending` in the
 * direction they had. Those in the middle that were told to stop go on. Where wave or rollout go back, what was never
 * turned stays as it is.
 *
 * `rescued`: standing access was put back on the way forward, so everything is begun again. Otherwise what was proved
 * or may have been sent stays told, since nobody may forget it: only what failed is not begun any more, and a grant
 * whose removal was never begun, so that the eligibility is looked for once more. Of the attempts it is only kept
 * that there was one, since ten new ones are what a retry is for.
 */
export async function retry(unit: Unit, change: SetChange): Promise<void> {
  await sql`
    with picked as (
      select c.id, c.rollout_id, c.wave_position, c.state, c.direction,
        c.direction = 'forward' and exists (
          select 1 from steps s where s.conversion_id = c.id and s.name = 'restore' and s.state in ('proved', 'skipped')
        ) as rescued,
        exists (
          select 1 from steps s
          where s.conversion_id = c.id and s.name = 'remove' and (s.document ->> 'attempt')::integer > 0
        ) as remove_begun
      from conversions c
      join rollouts r on r.id = c.rollout_id
      join waves w on w.rollout_id = c.rollout_id and w.position = c.wave_position
      where ${isInSet(change)} and (
        c.state in ('failed', 'quarantined')
        or (c.state = 'skipped' and c.outcome_code in ('aborted', 'roleSettingsNotProved'))
        or (c.state = 'converting' and c.is_stopping)
      )
      and (c.direction = 'back' or (r.direction = 'forward' and w.direction = 'forward'))
      order by c.id for update of c
    ),
    judged as (
      select s.conversion_id, s.name, s.state, (
        case p.direction
          when 'back' then s.state = 'failed' and s.name = any(${STEPS_BACK}::text[])
          else p.rescued or s.state = 'failed'
            or (s.name = 'grant' and s.state in ('proved', 'skipped') and not p.remove_begun)
        end
      ) as begins_again
      from steps s join picked p on p.id = s.conversion_id
      where p.state <> 'converting' and s.name = any(${STEP_NAMES}::text[])
    ),
    reopened as (
      update conversions c
      set state = 'pending', is_stopping = false, outcome_code = null, outcome_detail = null, ended_at = null,
        has_open_step = exists (
          select 1 from judged j
          where j.conversion_id = c.id and j.state in ('intended', 'unknown') and not j.begins_again
        )
      from picked p where p.id = c.id and p.state <> 'converting'
    ),
    reset as (
      update steps s
      set state = case when j.begins_again then 'pending' else s.state end,
        document = s.document || case when j.begins_again then ${json(NOT_BEGUN)} else '{}'::jsonb end
          || jsonb_build_object('attempt', least((s.document ->> 'attempt')::integer, 1))
      from judged j where j.conversion_id = s.conversion_id and j.name = s.name
    ),
    resumed as (
      update conversions c set is_stopping = false
      from picked p where p.id = c.id and p.state = 'converting'
    )
    insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
    select p.rollout_id, ${change.at}, ${change.actor}, p.wave_position, p.id, ${movedFact({
      from: sql`p.state`,
      to: sql`'pending'::text`,
      direction: sql`p.direction`,
      code: null,
    })}
    from picked p where p.state <> 'converting' order by p.id
  `.execute(unit);
}
