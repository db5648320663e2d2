import { STEP_NAMES, type StepName } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Unit } from "../database.ts";
import { isInSet, movedFact, type SetChange } from "./conversion-set.ts";

/** On the way back, what was granted and removed stays told: only the steps of that way are made again. */
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
 * direction they had. Their steps are read from reality again; of the attempts it is only kept that there was one,
 * since ten new ones are what a retry is for. Those in the middle that were told to stop go on.
 */
export async function retry(unit: Unit, change: SetChange): Promise<void> {
  await sql`
    with picked as (
      select c.id, c.rollout_id, c.wave_position, c.state, c.direction from conversions c
      where ${isInSet(change)} and (
        c.state in ('failed', 'quarantined')
        or (c.state = 'skipped' and c.outcome_code = 'aborted')
        or (c.state = 'converting' and c.is_stopping)
      )
      order by c.id for update
    ),
    reopened as (
      update conversions c
      set state = 'pending', is_stopping = false, has_open_step = false, outcome_code = null,
        outcome_detail = null, ended_at = null
      from picked p where p.id = c.id and p.state <> 'converting'
    ),
    reset as (
      update steps s
      set state = 'pending',
        document = s.document || ${json(NOT_BEGUN)}
          || jsonb_build_object('attempt', least((s.document ->> 'attempt')::integer, 1))
      from picked p
      where p.id = s.conversion_id and p.state <> 'converting'
        and s.name = any(case p.direction when 'back' then ${STEPS_BACK}::text[] else ${STEP_NAMES}::text[] end)
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
