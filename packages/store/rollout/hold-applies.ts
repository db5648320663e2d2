import { sql, type RawBuilder } from "kysely";

/**
 * True where a hold that was not lifted stops the row: `alias` names a row with the columns `tenant_id`,
 * `rollout_id` and `wave_position`, a conversion or a wave.
 */
export function holdApplies(alias: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from holds h where h.lifted_at is null and ${isInScope(alias)}
  )`;
}

/** True where a hold on everything or on the tenant of the row stops every write; `alias` has the column `tenant_id`. */
export function isStoppedOutright(alias: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from holds h where h.lifted_at is null
      and (h.kind = 'everything' or h.tenant_id = ${sql.ref(`${alias}.tenant_id`)})
  )`;
}

/** True where the row is in the scope of the hold `h`. */
export function isInScope(alias: string): RawBuilder<boolean> {
  const column = (name: string): RawBuilder<unknown> => sql.ref(`${alias}.${name}`);
  return sql<boolean>`(
    h.kind = 'everything'
    or h.tenant_id = ${column("tenant_id")}
    or (
      h.rollout_id = ${column("rollout_id")}
      and (h.wave_position is null or h.wave_position = ${column("wave_position")})
    )
  )`;
}
