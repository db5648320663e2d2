-- When a tenant is read again by itself. One that was ended stays: inventories and events name it.
create table inventory_schedules (
  id uuid primary key,
  tenant_id text not null,
  name text not null,
  -- A duration, or a cron expression in a time zone.
  every text not null,
  time_zone text,
  emergency_access jsonb not null default '[]',
  created_by text not null,
  created_at timestamptz not null,
  next_due_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  constraint schedule_ended_by_somebody check ((ended_by is null) = (ended_at is null))
);
create index inventory_schedules_due on inventory_schedules (next_due_at) where ended_at is null;

-- What an inventory is looked at for once it has ended.
alter table inventories add column schedule_id uuid references inventory_schedules;
-- Emergency access accounts that were declared for the checks.
alter table inventories add column emergency_access jsonb not null default '[]';
alter table inventories add column compliance jsonb;
alter table inventories add column reviewed_at timestamptz;
alter table inventories add column review_lease_until timestamptz;
alter table inventories add constraint inventory_reviewed_after_its_end check (reviewed_at is null or state <> 'reading');
create index inventories_to_review on inventories (created_at) where state <> 'reading' and reviewed_at is null;
create index inventories_of_schedule on inventories (schedule_id, created_at) where schedule_id is not null;

-- What the checks say before and after.
alter table rollouts add column compliance jsonb;

-- What reviews found. Written by one at a time, so that an id that is read has none before it that is still to come.
create table review_events (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  at timestamptz not null,
  kind text not null,
  inventory_id uuid not null references inventories,
  earlier_inventory_id uuid references inventories,
  schedule_id uuid references inventory_schedules,
  -- The difference, how many there are, or the problem; which one the kind says.
  document jsonb not null,
  constraint review_event_kind_known check (
    kind in (
      'principalNew', 'principalGone', 'principalChanged', 'standingAdded', 'standingRemoved', 'eligibleAdded',
      'eligibleRemoved', 'inventoryFailed', 'inventoryCompared'
    )
  )
);
create function review_events_are_kept() returns trigger language plpgsql as $$
begin
  raise exception 'review events are never changed';
end $$;
create trigger review_events_append_only before update or delete on review_events
  for each statement execute function review_events_are_kept();
