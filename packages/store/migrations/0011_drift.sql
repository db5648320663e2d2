-- When work on a rollout began. Until then nothing of it was ever touched, so that its manifest can be made anew.
alter table rollouts add column started_at timestamptz;
update rollouts r set started_at = (
  select min(l.at) from ledger l
  where l.rollout_id = r.id and l.fact ->> 'kind' = 'rollout.stateChanged' and l.fact ->> 'to' = 'running'
);
alter table rollouts add constraint rollout_running_has_started check (state <> 'running' or started_at is not null);

-- Approvals of what the tenant is no more.
alter table approvals add column voided_at timestamptz;

-- The look at the tenant that a start orders: whether it is still what was approved.
create table drift_checks (
  id uuid primary key,
  rollout_id uuid not null references rollouts,
  -- The last one is the rollout's.
  place bigint generated always as identity,
  inventory_id uuid not null references inventories,
  approved_digest text not null,
  ordered_by text not null,
  ordered_at timestamptz not null,
  reason text not null,
  state text not null,
  ended_at timestamptz,
  counts jsonb,
  -- Of what the plan compiled to.
  current_digest text,
  problems jsonb not null default '[]',
  -- The compilation that was compared.
  compilation_id uuid,
  constraint drift_check_state_known check (state in ('checking', 'within', 'beyond', 'failed', 'withdrawn')),
  constraint drift_check_final_has_end check ((state = 'checking') = (ended_at is null)),
  constraint drift_check_compared_has_counts check (
    (state in ('within', 'beyond')) = (counts is not null) and (counts is null) = (current_digest is null)
  )
);
create unique index drift_check_of_rollout_at_work on drift_checks (rollout_id) where state = 'checking';
create index drift_checks_of_rollout on drift_checks (rollout_id, place desc);

-- What differs, in the order of principals. Several may compare at once; the check names whose rows are right.
create table drift_rows (
  check_id uuid not null references drift_checks,
  compilation_id uuid not null,
  position integer not null,
  document jsonb not null,
  primary key (check_id, compilation_id, position)
);

-- Two manifests are compared one principal after the other.
create index manifest_entries_of_principal on manifest_entries (rollout_id, (principal_id collate "C"));
