-- True: nobody gets mails about assignments of a wave's roles while it runs. What was compiled before muted nothing.
alter table waves add column mutes_assignment_mails boolean not null default false;
-- What was counted before says nothing of mails and of the settings of roles.
update rollouts set what_if = null;
