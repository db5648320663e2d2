-- What was read of a tenant. A reading belongs to whoever holds its lease; its fence changes with every owner.
create table inventories (
  id uuid primary key,
  tenant_id text not null,
  state text not null default 'reading',
  requested_by text not null,
  idempotency_key text,
  fence integer not null default 0,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  reading_began_at timestamptz,
  ended_at timestamptz,
  problem jsonb,
  constraint inventory_state_known check (state in ('reading', 'completed', 'failed')),
  constraint inventory_final_has_end check ((state = 'reading') = (ended_at is null)),
  constraint inventory_final_has_no_lease check (state = 'reading' or lease_until is null),
  constraint inventory_failed_has_problem check ((state = 'failed') = (problem is not null)),
  constraint inventory_request_is_made_once unique (requested_by, idempotency_key)
);
create index inventories_reading on inventories (created_at) where state = 'reading';

create table inventory_rows (
  inventory_id uuid not null references inventories on delete cascade,
  kind text not null,
  row_id text not null,
  document jsonb not null,
  primary key (inventory_id, kind, row_id),
  constraint inventory_row_kind_known check (
    kind in ('roles', 'principals', 'administrativeUnits', 'roleAssignments', 'assignments', 'eligibilities')
  )
);
