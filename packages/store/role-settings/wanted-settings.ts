import { sql } from "kysely";
import { holdApplies, isStoppedOutright } from "../rollout/hold-applies.ts";

/**
 * Every change of a role's settings, with what its rollout wants of it, told from what is. A query of columns of
 * `role_settings_changes` as they are, and:
 *   `is_mute_wanted`: a wave that mutes mails about assignments runs forward, nothing holds it, and conversions of the
 *     role in it are not at rest.
 *   `goal`: `forward`, for the first time or kept as it is; `back`, since nothing needs it any more and something of it
 *     was undone, and no hold keeps that back while an open write is to be settled; null: nothing.
 *   `is_due`: there is something to do, and no hold keeps it back. A hold keeps back what would begin something. What is
 *     half done is finished, and mails are unmuted, under a hold of the rollout or a wave, for the one in the middle is
 *     worse than either end; under one of the tenant or of everything nothing is written. An open write is settled
 *     under any, and settings are read again, but not those that are to be undone, or whose mails would be switched and
 *     may not be: a read would begin the one, and would be repeated for the other.
 *   `is_open`: a wave that has the role waits for it, held or not.
 *   `needed_by`: the name of another rollout whose people need the settings as they are.
 * A conversion needs them while it is converted or to come, or while an eligibility that it made may be there.
 */
export const wantedSettings = sql`
  select s.*, wanted.goal, of_role.is_mute_wanted, other.name as needed_by,
    around.is_stopped_outright,
    coalesce(
      (s.has_open_write and s.state in ('changing', 'applied'))
      or (
        s.check_wanted_at is not null and s.state = 'applied' and wanted.goal = 'forward'
        and not (around.is_stopped_outright and s.is_muted <> of_role.is_mute_wanted)
      )
      or wanted.goal is not null and not around.is_stopped_outright and case
        when s.state = 'changing' and (s.written_rules <> '{}' or s.is_muted) then true
        when s.state = 'applied' and wanted.goal = 'forward' then s.is_muted <> of_role.is_mute_wanted
        when wanted.goal = 'forward' and s.state <> 'changing' then of_role.may_begin
        else not around.is_held
      end, false
    ) as is_due,
    coalesce(
      s.state = 'changing' or (s.has_open_write and s.state = 'applied')
      or wanted.goal is not null and (s.state <> 'applied' or wanted.goal = 'back' or s.is_muted > of_role.is_mute_wanted),
      false
    ) as is_open
  from role_settings_changes s
  join rollouts r on r.id = s.rollout_id
  join waves w on w.rollout_id = s.rollout_id and w.position = s.wave_position
  cross join lateral (
    select r.state = 'running' and r.direction = 'forward' as runs,
      ${isStoppedOutright("s")} as is_stopped_outright, ${holdApplies("s")} as is_held
  ) as around
  cross join lateral (
    select
      exists (
        select 1 from waves v join conversions c on c.rollout_id = v.rollout_id and c.wave_position = v.position
        where v.rollout_id = s.rollout_id and c.role_definition_id = s.role_definition_id
          and c.direction in ('forward', 'back')
          and (
            c.state in ('pending', 'queued', 'converting', 'converted')
            or (c.state in ('failed', 'quarantined', 'skipped') and c.made_schedule_ids <> '{}')
          )
      ) as is_needed,
      exists (
        select 1 from conversions c
        where c.rollout_id = s.rollout_id and c.role_definition_id = s.role_definition_id and c.direction = 'back'
      ) as is_undone,
      around.runs and (
        (s.state = 'pending' and w.state = 'running' and w.direction = 'forward')
        or exists (
          select 1 from waves v join conversions c on c.rollout_id = v.rollout_id and c.wave_position = v.position
          where v.rollout_id = s.rollout_id and v.state = 'running' and v.direction = 'forward'
            and c.role_definition_id = s.role_definition_id and c.direction = 'forward'
            and c.state in ('pending', 'queued', 'converting')
        )
      ) as is_awaited,
      around.runs and (
        (s.state = 'pending' and w.state = 'running' and w.direction = 'forward' and not around.is_held)
        or exists (
          select 1 from waves v join conversions c on c.rollout_id = v.rollout_id and c.wave_position = v.position
          where v.rollout_id = s.rollout_id and v.state = 'running' and v.direction = 'forward'
            and c.role_definition_id = s.role_definition_id and c.direction = 'forward'
            and c.state in ('pending', 'queued', 'converting') and not ${holdApplies("c")}
        )
      ) as may_begin,
      around.runs and exists (
        select 1 from waves v join conversions c on c.rollout_id = v.rollout_id and c.wave_position = v.position
        where v.rollout_id = s.rollout_id and v.state = 'running' and v.direction = 'forward'
          and v.mutes_assignment_mails and c.role_definition_id = s.role_definition_id
          and c.state in ('pending', 'queued', 'converting') and not ${holdApplies("c")}
      ) as is_mute_wanted
  ) as of_role
  left join lateral (
    select case
      when r.state in ('compiling', 'planned', 'approved') then null
      when s.given_up is not null then 'back'
      when (
        s.state in ('changing', 'applied')
        or (s.state in ('pending', 'skipped') or (s.state = 'quarantined' and s.direction = 'forward'))
          and (s.written_rules <> '{}' or s.is_muted)
      ) and (r.direction = 'back' or w.direction = 'back' or of_role.is_undone) and not of_role.is_needed
        and not (s.state = 'applied' and s.has_open_write and around.is_held) then 'back'
      when s.state in ('pending', 'restored', 'skipped') and of_role.is_awaited then 'forward'
      when s.state = 'changing' then case when of_role.is_awaited then 'forward' else s.direction end
      when s.state = 'applied' then 'forward'
    end as goal
  ) as wanted on true
  left join lateral (
    select theirs.name
    from role_settings_changes o join rollouts theirs on theirs.id = o.rollout_id
    where wanted.goal = 'back' and o.tenant_id = s.tenant_id and o.role_definition_id = s.role_definition_id
      and o.rollout_id <> s.rollout_id and (
        (o.state in ('pending', 'changing') and theirs.state = 'running' and theirs.direction = 'forward')
        or (o.state in ('applied', 'changing') and exists (
          select 1 from conversions c
          where c.rollout_id = o.rollout_id and c.role_definition_id = o.role_definition_id
            and c.state in ('pending', 'queued', 'converting', 'converted')
        ))
      )
    order by theirs.created_at limit 1
  ) as other on true
`;
