-- An exclusion that is over is told with what the guards warn of.
alter table findings drop constraint finding_guard_known;
alter table findings add constraint finding_guard_known check (
  guard in (
    'emergencyAccess', 'lastGlobalAdministrators', 'ownIdentity', 'unreconciled', 'tierZero', 'approverLiveness',
    'availabilityFloor', 'operatorsLast', 'activationReadiness', 'conditionalAccess', 'expiredExclusion', 'emptyWave'
  )
);
