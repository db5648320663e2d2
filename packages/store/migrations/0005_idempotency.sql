-- Requests that must happen once, with the answer that is given again.
create table idempotency_keys (
  subject text not null,
  key text not null,
  request_digest text not null,
  begun_at timestamptz not null default now(),
  answer jsonb,
  primary key (subject, key)
);
