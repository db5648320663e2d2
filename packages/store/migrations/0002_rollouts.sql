-- A plan, the manifest that it became, and how far it is carried out.
create table rollouts (
  id uuid primary key,
  tenant_id text not null,
  name text not null,
  state text not null default 'compiling',
  direction text not null default 'forward',
  author text not null,
  plan jsonb not null,
  plan_digest text not null,
  inventory_id uuid not null references inventories,
  idempotency_key text,
  -- The manifest without its waves and entries, which are rows.
  manifest jsonb,
  manifest_digest text,
  problems jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  constraint rollout_state_known check (
    state in ('compiling', 'planned', 'approved', 'running', 'completed', 'incomplete', 'aborted', 'rolledBack')
  ),
  constraint rollout_direction_known check (direction in ('forward', 'back')),
  constraint rollout_manifest_whole check ((manifest is null) = (manifest_digest is null)),
  constraint rollout_compiled_has_manifest check (state in ('compiling', 'aborted') or manifest is not null),
  constraint rollout_request_is_made_once unique (author, idempotency_key),
  unique (id, author)
);
create index rollouts_newest on rollouts (created_at desc, id desc);
create index rollouts_at_work on rollouts (id) where state in ('compiling', 'running');
create index rollouts_of_inventory on rollouts (inventory_id);

create table waves (
  rollout_id uuid not null references rollouts,
  position integer not null,
  name text not null,
  state text not null default 'pending',
  direction text not null default 'forward',
  principal_count integer not null,
  conversion_count integer not null,
  concurrency_max integer not null,
  failure_budget_count integer not null,
  failures_accepted integer not null default 0,
  soak_ms bigint not null,
  approval_minimum integer not null,
  soak_until timestamptz,
  -- What every request of the wave says, its placeholders filled in.
  justification text not null,
  primary key (rollout_id, position),
  constraint wave_name_unique unique (rollout_id, name),
  constraint wave_state_known check (
    state in (
      'pending', 'waiting', 'running', 'soaking', 'completed', 'incomplete', 'skipped', 'aborted', 'rolledBack'
    )
  ),
  constraint wave_direction_known check (direction in ('forward', 'back')),
  constraint wave_soaking_has_end check (state <> 'soaking' or soak_until is not null),
  constraint wave_concurrency_positive check (concurrency_max > 0)
);
create index waves_running on waves (rollout_id, position) where state = 'running';

-- What becomes of each active assignment, exactly as approved. Never changed.
create table manifest_entries (
  rollout_id uuid not null references rollouts,
  position integer not null,
  principal_id text not null,
  role_definition_id text not null,
  directory_scope_id text,
  app_scope_id text,
  assignment_id text not null,
  disposition text not null,
  reason text not null,
  wave_position integer,
  before_image jsonb not null,
  primary key (rollout_id, position),
  foreign key (rollout_id, wave_position) references waves (rollout_id, position),
  constraint entry_disposition_known check (disposition in ('convert', 'keep', 'exclude', 'review')),
  constraint entry_converted_goes_in_a_wave check ((disposition = 'convert') = (wave_position is not null))
);

create table approvals (
  id bigint generated always as identity primary key,
  rollout_id uuid not null,
  author text not null,
  wave_position integer,
  digest text not null,
  decision text not null,
  approver text not null,
  reason text not null,
  at timestamptz not null,
  foreign key (rollout_id, author) references rollouts (id, author),
  foreign key (rollout_id, wave_position) references waves (rollout_id, position),
  constraint approval_decision_known check (decision in ('approve', 'reject')),
  constraint approval_differs_from_author check (approver <> author)
);
create index approvals_of_rollout on approvals (rollout_id);

create table holds (
  id uuid primary key,
  kind text not null,
  tenant_id text,
  rollout_id uuid references rollouts,
  wave_position integer,
  reason text not null,
  detail text not null,
  placed_by text not null,
  placed_at timestamptz not null,
  lifted_by text,
  lifted_at timestamptz,
  foreign key (rollout_id, wave_position) references waves (rollout_id, position),
  constraint hold_kind_known check (kind in ('everything', 'tenant', 'rollout', 'wave')),
  constraint hold_scope_complete check (
    (kind = 'tenant') = (tenant_id is not null)
    and (kind in ('rollout', 'wave')) = (rollout_id is not null)
    and (kind = 'wave') = (wave_position is not null)
  ),
  constraint hold_reason_known check (reason in ('paused', 'failureBudgetSpent', 'rejected', 'waveRolledBack')),
  constraint hold_lifted_by_somebody check ((lifted_by is null) = (lifted_at is null))
);
create index holds_placed on holds (rollout_id) where lifted_at is null;
