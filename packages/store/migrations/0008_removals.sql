-- Access that is taken away on purpose goes in a wave like what is converted, and ends in a state of its own.
alter table manifest_entries drop constraint entry_disposition_known;
alter table manifest_entries add constraint entry_disposition_known check (
  disposition in ('convert', 'remove', 'keep', 'exclude', 'review')
);
alter table manifest_entries drop constraint entry_converted_goes_in_a_wave;
alter table manifest_entries add constraint entry_with_effect_goes_in_a_wave check (
  (disposition in ('convert', 'remove')) = (wave_position is not null)
);

alter table conversions add column disposition text not null default 'convert';
alter table conversions alter column disposition drop default;
alter table conversions add constraint conversion_disposition_known check (disposition in ('convert', 'remove'));
alter table conversions drop constraint conversion_state_known;
alter table conversions add constraint conversion_state_known check (
  state in (
    'pending', 'queued', 'converting', 'converted', 'removed', 'failed', 'quarantined', 'skipped', 'rolledBack'
  )
);
alter table conversions add constraint conversion_ends_as_meant check (
  (state <> 'converted' or disposition = 'convert') and (state <> 'removed' or disposition = 'remove')
);

-- What the principal and the role of an entry are, and why that is known.
alter table manifest_entries add column evidence jsonb not null default '[]';
