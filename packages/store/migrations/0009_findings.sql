-- What the guards warned of when a plan was compiled: signed with the manifest, never changed.
create table findings (
  rollout_id uuid not null references rollouts,
  position integer not null,
  guard text not null,
  code text not null,
  severity text not null,
  pointer text not null,
  message text not null,
  principal_id text,
  role_definition_id text,
  -- How many it stands for.
  count integer not null,
  evidence jsonb not null,
  primary key (rollout_id, position),
  constraint finding_guard_known check (
    guard in (
      'emergencyAccess', 'lastGlobalAdministrators', 'ownIdentity', 'unreconciled', 'tierZero', 'approverLiveness',
      'availabilityFloor', 'operatorsLast', 'activationReadiness', 'conditionalAccess', 'exclusions', 'dispositions',
      'emptyWave'
    )
  ),
  constraint finding_severity_known check (severity in ('blocks', 'warns'))
);

-- Whether another rollout moves the same principal in the same role.
create index manifest_entries_moved on manifest_entries (principal_id, role_definition_id)
  where disposition in ('convert', 'remove');
