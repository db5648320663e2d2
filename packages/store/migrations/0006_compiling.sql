-- What is read of a tenant besides people and their access.
alter table inventory_rows drop constraint inventory_row_kind_known;
alter table inventory_rows add constraint inventory_row_kind_known check (
  kind in (
    'roles', 'administrativeUnits', 'licences', 'conditionalAccessPolicies', 'roleSettings', 'roleAssignments',
    'assignments', 'eligibilities', 'principals', 'groupMembers', 'mfaRegistrations'
  )
);

-- Whose row it is, so that a tenant of any size is worked through one principal after the other.
alter table inventory_rows add column principal_id text collate "C" generated always as (
  case when kind in ('principals', 'mfaRegistrations') then row_id else document ->> 'principalId' end
) stored;
create index inventory_rows_of_principal on inventory_rows (inventory_id, principal_id)
  where principal_id is not null;

-- What a compilation has made so far. It is made again from the start when it is lost, so it is not logged; one
-- compilation never sees what another one wrote.
create unlogged table compiled_movers (
  compilation_id uuid not null,
  rollout_id uuid not null,
  principal_id text collate "C" not null,
  rank text collate "C" not null,
  document jsonb not null,
  primary key (compilation_id, principal_id)
);
create index compiled_movers_in_order on compiled_movers (compilation_id, rank);
create index compiled_movers_of_rollout on compiled_movers (rollout_id);

create unlogged table compiled_entries (
  compilation_id uuid not null,
  rollout_id uuid not null,
  principal_id text collate "C" not null,
  place integer not null,
  -- Without its wave.
  document jsonb not null,
  wave_position integer,
  primary key (compilation_id, principal_id, place)
);
create index compiled_entries_of_rollout on compiled_entries (rollout_id);

-- What a reason is about: a rule's name, what is not known, a person's word.
alter table manifest_entries add column detail text;
