-- Findings also tell what a plan says of single people without an effect.
alter table findings drop constraint finding_guard_known;
alter table findings add constraint finding_guard_known check (
  guard in (
    'emergencyAccess', 'lastGlobalAdministrators', 'ownIdentity', 'unreconciled', 'tierZero', 'approverLiveness',
    'availabilityFloor', 'operatorsLast', 'activationReadiness', 'conditionalAccess', 'exclusions', 'dispositions',
    'emptyWave'
  )
);
