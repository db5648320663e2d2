-- What happened, in the order in which it was written. Position and hash come later, when an entry is sealed.
create table ledger (
  id bigint generated always as identity primary key,
  rollout_id uuid not null references rollouts,
  at timestamptz not null,
  actor text not null,
  wave_position integer,
  conversion_id uuid,
  fact jsonb not null,
  position integer,
  hash text,
  constraint ledger_position_unique unique (rollout_id, position),
  constraint ledger_sealed_whole check ((position is null) = (hash is null)),
  constraint ledger_position_counts_from_one check (position >= 1),
  constraint ledger_fact_has_kind check (jsonb_typeof(fact -> 'kind') = 'string')
);
create index ledger_unsealed on ledger (id) where position is null;
create index ledger_of_conversion on ledger (conversion_id) where conversion_id is not null;
