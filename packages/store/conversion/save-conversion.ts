import {
  isOpen,
  type Conversion,
  type ConversionMove,
  type LedgerFact,
  type Step,
  type WaitReason,
} from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";
import type { Claim } from "../claim.ts";
import { holdApplies } from "../rollout/hold-applies.ts";
import { isThrottled } from "./throttle-tenant.ts";

/** The whole change of one conversion at one time. */
export type ConversionChange = {
  readonly at: string;
  /** Steps with their new contents; each becomes a ledger entry. */
  readonly steps: readonly Step[];
  /** The schedule of an eligibility that this conversion made, to be remembered for ever. */
  readonly madeScheduleId: string | null;
  /** Ends the claim until then. Null: work goes on, or `move` ends it. */
  readonly putOff: {
    readonly until: string;
    readonly reason: WaitReason;
    /** What the tenant said, where the wait is for its trouble. */
    readonly code: string | null;
  } | null;
  /** Ends the conversion, and with it the claim. */
  readonly move: ConversionMove | null;
  /** True: refused with `held` while a hold applies or the rollout does not run in this direction. */
  readonly beginsEffect: boolean;
};

/**
 * Saves a conversion, its steps and their ledger entries in one statement, which proves the claim. Its results:
 *   `saved`: all of it.
 *   `held`: the change begins an effect, and a hold applies, or the tenant asked to be left alone, or the conversion
 *     is stopping or to turn back, or its rollout or wave does not run in its direction; nothing is written, the
 *     claim stays.
 *   `lost`: another fence, or the lease ran out; nothing is written.
 *
 * Everything is told by the row and its steps as they are stored; the conversion as its owner sees it adds nothing.
 * With neither `putOff` nor `move` the claim stays. Where one of them ends the claim of a conversion that was told to
 * turn back meanwhile, it turns in the same statement: what was put off goes back from where it is, what ended with
 * something to undo becomes `pending` on the way back, its steps of that way not begun.
 */
export async function saveConversion(
  database: Database,
  claim: Claim,
  _conversion: Conversion,
  change: ConversionChange,
): Promise<"saved" | "lost" | "held"> {
  const { at, steps, madeScheduleId, putOff, move } = change;
  const hasBegun = steps.some((step) => step.state !== "pending");
  const changed = steps.map(({ name }) => name);
  const { rows } = await sql<{ result: "saved" | "lost" | "held" }>`
    with owned as (
      select c.id, c.is_turning,
        (
          not ${change.beginsEffect}::boolean
          or (
            not c.is_stopping and not c.is_turning
            and (
              c.direction = 'back' or (
                r.state = 'running' and r.direction = 'forward' and w.state = 'running' and w.direction = 'forward'
              )
            )
            and not ${holdApplies("c")}
            and not ${isThrottled("c")}
          )
        ) as may_save,
        (
          ${move?.to ?? null}::text in ('converted', 'removed', 'failed', 'quarantined')
          or (${move?.to ?? null}::text = 'skipped' and (c.has_begun or ${hasBegun}::boolean))
        ) as has_to_undo
      from conversions c
      join rollouts r on r.id = c.rollout_id
      join waves w on w.rollout_id = c.rollout_id and w.position = c.wave_position
      where c.id = ${claim.id} and c.fence = ${claim.fence} and c.state = 'converting' and not c.is_offered
        and c.lease_until > now()
      for update of c
    ),
    target as (
      select id,
        is_turning and ${putOff !== null}::boolean as turns,
        coalesce(is_turning and has_to_undo, false) as reopens
      from owned where may_save
    ),
    saved as (
      update conversions c
      set
        has_begun = c.has_begun or ${hasBegun}::boolean,
        has_open_step = ${steps.some(isOpen)}::boolean or exists (
          select 1 from steps s
          where s.conversion_id = c.id and s.name <> all (${changed}::text[]) and s.state in ('intended', 'unknown')
        ),
        made_schedule_ids = case
          when ${madeScheduleId}::text is null or ${madeScheduleId}::text = any(c.made_schedule_ids)
            then c.made_schedule_ids
          else array_append(c.made_schedule_ids, ${madeScheduleId}::text)
        end,
        lease_until = case when ${putOff === null && move === null}::boolean then c.lease_until end,
        due_at = case when not t.turns then ${putOff?.until ?? null}::timestamptz end,
        wait_reason = case when not t.turns then ${putOff?.reason ?? null}::text end,
        wait_code = case when not t.turns then ${putOff?.code ?? null}::text end,
        wait_until = case when not t.turns then ${putOff?.until ?? null}::timestamptz end,
        state = case when t.reopens then 'pending' else coalesce(${move?.to ?? null}::text, c.state) end,
        direction = case
          when t.turns or t.reopens then 'back' else coalesce(${move?.direction ?? null}::text, c.direction)
        end,
        outcome_code = case when not t.reopens then ${move?.code ?? null}::text end,
        outcome_detail = case when not t.reopens then ${move?.detail ?? null}::text end,
        ended_at = case when ${move !== null}::boolean and not t.reopens then ${at}::timestamptz end,
        is_turning = c.is_turning and ${putOff === null && move === null}::boolean
      from target t where t.id = c.id
      returning c.id, c.rollout_id, c.wave_position, t.turns, t.reopens
    ),
    stored as (
      insert into steps (conversion_id, name, state, document)
      select saved.id, document ->> 'name', document ->> 'state', document
      from saved cross join jsonb_array_elements(${json(steps)}) as listed (document)
      where not (saved.reopens and document ->> 'name' in ('restore', 'revoke'))
      on conflict (conversion_id, name) do update set state = excluded.state, document = excluded.document
    ),
    forgotten as (
      delete from steps s using saved
      where saved.reopens and s.conversion_id = saved.id and s.name in ('restore', 'revoke')
    ),
    told as (
      insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
      select saved.rollout_id, ${at}, 'standdown', saved.wave_position, saved.id, fact.document
      from saved cross join (
        select document, place from jsonb_array_elements(${json(factsOf(change))})
          with ordinality as listed (document, place)
        union all
        select ${json(turnFact(move))}, 1000000 from saved where saved.turns or saved.reopens
      ) as fact
      order by fact.place
    )
    select case
      when exists (select 1 from saved) then 'saved' when exists (select 1 from owned) then 'held' else 'lost'
    end as result
  `.execute(database);
  return rows[0]?.result ?? "lost";
}

/** A claimed conversion is `converting`, so that is what it moves from. */
function factsOf({ steps, move }: ConversionChange): readonly LedgerFact[] {
  const changed = steps.map((step): LedgerFact => ({ kind: "step.changed", step }));
  if (move === null) return changed;
  return [...changed, { kind: "conversion.stateChanged", from: "converting", ...move }];
}

function turnFact(move: ConversionMove | null): LedgerFact {
  return {
    kind: "conversion.stateChanged",
    from: move?.to ?? "converting",
    to: move === null ? "converting" : "pending",
    direction: "back",
    code: null,
    detail: null,
  };
}
