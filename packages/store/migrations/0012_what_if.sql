-- What a rollout would do and take, counted when it was compiled. Null: it was compiled before this was counted.
alter table rollouts add column what_if jsonb;
