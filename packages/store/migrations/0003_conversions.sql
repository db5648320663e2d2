-- One principal, role and scope to be moved. `pending` and `queued` differ in delivery only.
create table conversions (
  id uuid primary key default gen_random_uuid(),
  rollout_id uuid not null,
  entry_position integer not null,
  wave_position integer not null,
  tenant_id text not null,
  principal_id text not null,
  role_definition_id text not null,
  directory_scope_id text,
  app_scope_id text,
  state text not null default 'pending',
  direction text not null default 'forward',
  -- Told to stop: what is open is proved, nothing new begins.
  is_stopping boolean not null default false,
  -- Told to turn back while somebody works on it: it turns when that claim ends.
  is_turning boolean not null default false,
  -- A step was begun at some time, so there may be something to undo.
  has_begun boolean not null default false,
  -- A write was, or may have been, sent and is not proved or given up.
  has_open_step boolean not null default false,
  -- Eligibility schedules made here: only these are ever revoked.
  made_schedule_ids text[] not null default '{}',
  fence integer not null default 0,
  lease_until timestamptz,
  -- Given out with its fence and not yet claimed: what makes one claim of a fence win.
  is_offered boolean not null default false,
  -- When work goes on; null for at once.
  due_at timestamptz,
  wait_reason text,
  -- What the tenant said, where the wait is for its trouble.
  wait_code text,
  wait_until timestamptz,
  outcome_code text,
  outcome_detail text,
  -- How many owners were lost in the middle.
  crash_count integer not null default 0,
  started_at timestamptz,
  ended_at timestamptz,
  foreign key (rollout_id, wave_position) references waves (rollout_id, position),
  foreign key (rollout_id, entry_position) references manifest_entries (rollout_id, position),
  constraint conversion_of_entry_unique unique (rollout_id, entry_position),
  constraint conversion_state_known check (
    state in ('pending', 'queued', 'converting', 'converted', 'failed', 'quarantined', 'skipped', 'rolledBack')
  ),
  constraint conversion_direction_known check (direction in ('forward', 'back')),
  constraint conversion_queued_has_lease check (state <> 'queued' or (lease_until is not null and is_offered)),
  constraint conversion_final_has_no_lease check (state in ('queued', 'converting') or lease_until is null),
  constraint conversion_offered_has_lease check (not is_offered or lease_until is not null),
  constraint conversion_wait_complete check ((wait_reason is null) = (wait_until is null)),
  constraint conversion_wait_code_has_reason check (wait_code is null or wait_reason is not null),
  constraint conversion_waits_in_the_middle check (state = 'converting' or (wait_until is null and due_at is null)),
  constraint conversion_turns_in_the_middle check (state = 'converting' or not is_turning),
  constraint conversion_final_has_end check (
    (state in ('pending', 'queued', 'converting')) = (ended_at is null)
  ),
  constraint conversion_open_has_no_outcome check (
    state not in ('pending', 'queued', 'converting') or (outcome_code is null and outcome_detail is null)
  ),
  constraint conversion_skipped_has_code check (state <> 'skipped' or outcome_code is not null),
  constraint conversion_rolled_back_went_back check (state <> 'rolledBack' or direction = 'back')
);
-- The five-minute rule holds per principal, over all rollouts: two in flight would make each other wait.
create unique index conversion_of_principal_in_flight on conversions (tenant_id, principal_id)
  where state in ('queued', 'converting');
create index conversions_pending on conversions (rollout_id, wave_position, direction, entry_position)
  where state = 'pending';
create index conversions_pending_of_principal
  on conversions (rollout_id, wave_position, principal_id, direction, entry_position) where state = 'pending';
create index conversions_in_flight on conversions (rollout_id, wave_position) where state in ('queued', 'converting');
-- No index names lease_until, so that renewing a lease touches no index.
create index conversions_put_off on conversions (due_at) where state = 'converting';
create index conversions_by_state on conversions (rollout_id, wave_position, state);
create index conversions_by_outcome on conversions (rollout_id, wave_position, outcome_code)
  where outcome_code is not null;
create index conversions_by_end on conversions (rollout_id, ended_at) where ended_at is not null;
create index conversions_of_principal on conversions (principal_id, rollout_id);

-- One row for each step that was begun. The document is the whole step; its name and state stand beside it.
create table steps (
  conversion_id uuid not null references conversions,
  name text not null,
  state text not null,
  document jsonb not null,
  primary key (conversion_id, name),
  constraint step_name_known check (name in ('grant', 'remove', 'restore', 'revoke')),
  constraint step_state_known check (state in ('pending', 'intended', 'unknown', 'proved', 'failed', 'skipped')),
  constraint step_open_has_intent check (
    state not in ('intended', 'unknown') or jsonb_typeof(document -> 'intent') = 'object'
  ),
  constraint step_document_agrees check (document ->> 'name' = name and document ->> 'state' = state)
);

-- Until when a tenant asked to be left alone.
create table throttles (
  tenant_id text primary key,
  until timestamptz not null
);
