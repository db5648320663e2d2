-- What becomes of the settings of each role in a rollout: set before its first conversion, proved, kept in view, undone.
create table role_settings_changes (
  id uuid primary key default gen_random_uuid(),
  rollout_id uuid not null,
  tenant_id text not null,
  wave_position integer not null,
  role_definition_id text not null,
  role_name text not null,
  policy_id text not null,
  -- Where the plan assigns them; null where mails are muted during a wave, no more.
  pointer text,
  -- All 17 rules as they were read for the plan, and as they are to be.
  before jsonb not null,
  after jsonb not null,
  -- What the template wants and the tenant keeps, because it is stricter.
  kept jsonb not null,
  state text not null default 'pending',
  direction text not null default 'forward',
  -- Told to stop: nothing is begun, what is half done is finished.
  is_stopping boolean not null default false,
  -- Rules that we wrote: they alone are restored.
  written_rules text[] not null default '{}',
  is_muted boolean not null default false,
  -- The last change of the policy, whole; null before the first.
  write jsonb,
  -- It was, or may have been, sent, and no read has told what came of it.
  has_open_write boolean not null default false,
  -- What one read has shown and a second one must show again.
  agreement jsonb,
  -- Why it can't be carried out, while what was written of it is put back.
  given_up jsonb,
  read_at timestamptz,
  conflicts jsonb not null default '[]',
  -- To be read again, since when; null once it was.
  check_wanted_at timestamptz,
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
  ended_at timestamptz,
  foreign key (rollout_id, wave_position) references waves (rollout_id, position),
  constraint role_settings_of_role_unique unique (rollout_id, role_definition_id),
  constraint role_settings_state_known check (
    state in ('pending', 'changing', 'applied', 'failed', 'quarantined', 'skipped', 'restored')
  ),
  constraint role_settings_direction_known check (direction in ('forward', 'back')),
  constraint role_settings_rules_whole check (jsonb_array_length(before) = 17 and jsonb_array_length(after) = 17),
  constraint role_settings_offered_has_lease check (not is_offered or lease_until is not null),
  constraint role_settings_wait_complete check ((wait_reason is null) = (wait_until is null)),
  constraint role_settings_wait_code_has_reason check (wait_code is null or wait_reason is not null),
  constraint role_settings_waits_at_work check (
    state in ('changing', 'applied') or (wait_until is null and due_at is null)
  ),
  constraint role_settings_open_write_is_written_down check (not has_open_write or write is not null),
  constraint role_settings_open_has_no_end check ((state in ('pending', 'changing')) = (ended_at is null)),
  constraint role_settings_open_has_no_outcome check (
    state not in ('pending', 'changing') or (outcome_code is null and outcome_detail is null)
  ),
  constraint role_settings_failed_has_code check (
    state not in ('failed', 'quarantined', 'skipped') or outcome_code is not null
  ),
  constraint role_settings_given_up_in_the_middle check (given_up is null or state = 'changing'),
  constraint role_settings_restored_is_whole check (
    state <> 'restored' or (cardinality(written_rules) = 0 and not is_muted)
  )
);
-- The service changes a policy as a whole, and two that write at once would take each other for somebody else.
create unique index role_settings_in_flight on role_settings_changes (tenant_id, role_definition_id)
  where state = 'changing' or lease_until is not null or (has_open_write and state = 'applied');
create index role_settings_of_role on role_settings_changes (tenant_id, role_definition_id);
create index role_settings_put_off on role_settings_changes (due_at) where due_at is not null;

-- Which conversions of a role are still to come, in which waves, and which are undone.
create index conversions_of_role on conversions (rollout_id, role_definition_id, wave_position, direction, state);
create index conversions_undone_of_role on conversions (rollout_id, role_definition_id) where direction = 'back';

-- Mails about assignments are muted while the wave runs.
alter table waves add column mutes_assignment_mails boolean not null default false;

alter table findings drop constraint finding_guard_known;
alter table findings add constraint finding_guard_known check (
  guard in (
    'emergencyAccess', 'lastGlobalAdministrators', 'ownIdentity', 'unreconciled', 'tierZero', 'approverLiveness',
    'availabilityFloor', 'operatorsLast', 'activationReadiness', 'conditionalAccess', 'exclusions', 'dispositions',
    'roleSettings', 'emptyWave'
  )
);

-- Approval rules that were read before their stages were: one stage was all that they said.
update inventory_rows r
set document = jsonb_set(r.document, '{rules}', (
  select jsonb_agg(
    case when rule ? 'approvers' then
      rule - 'approvers' - 'isApproverJustificationRequired' - 'approvalStageTimeOutInDays' || jsonb_build_object(
        'approvalMode', 'SingleStage',
        'approvalStages', jsonb_build_array(jsonb_build_object(
          'approvalStageTimeOutInDays', rule -> 'approvalStageTimeOutInDays',
          'isApproverJustificationRequired', rule -> 'isApproverJustificationRequired',
          'isEscalationEnabled', false,
          'escalationTimeInMinutes', 0,
          'primaryApprovers', rule -> 'approvers',
          'escalationApprovers', '[]'::jsonb
        ))
      )
    else rule end
    order by place
  )
  from jsonb_array_elements(r.document -> 'rules') with ordinality as listed (rule, place)
))
where r.kind = 'roleSettings' and jsonb_path_exists(r.document, '$.rules[*].approvers');

-- What was counted before says nothing of mails and of the settings of roles.
update rollouts set what_if = null;
