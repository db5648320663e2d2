-- How far each kind of a reading has come: whoever takes it over goes on there.
create table inventory_readings (
  inventory_id uuid not null references inventories on delete cascade,
  kind text not null,
  pages_read integer not null default 0,
  row_count integer not null default 0,
  -- Where to go on, in the tenant's own words; null at the start and at the end.
  cursor text,
  is_complete boolean not null default false,
  primary key (inventory_id, kind),
  constraint inventory_reading_kind_known check (
    kind in (
      'roles', 'administrativeUnits', 'licences', 'conditionalAccessPolicies', 'roleSettings', 'roleAssignments',
      'assignments', 'eligibilities', 'principals', 'groupMembers', 'mfaRegistrations'
    )
  ),
  constraint inventory_reading_complete_has_no_cursor check (not is_complete or cursor is null)
);
insert into inventory_readings (inventory_id, kind, pages_read, row_count, is_complete)
select r.inventory_id, r.kind, 1, count(*), true
from inventory_rows r join inventories i on i.id = r.inventory_id
where i.state <> 'reading'
group by r.inventory_id, r.kind;
-- A reading that was under way before this has no place to go on from.
delete from inventory_rows r using inventories i where i.id = r.inventory_id and i.state = 'reading';

-- How often the tenant was asked.
alter table inventories add column request_count integer not null default 0;

-- Groups, in the order in which their members are read.
create index inventory_groups on inventory_rows (inventory_id, row_id collate "C")
  where kind = 'principals' and document ->> 'type' = 'group';
