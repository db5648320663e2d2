import type { Direction, RolloutState } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, type Database } from "../database.ts";
import { CursorUnknown, pageOf, readCursor, type Page, type PageRequest } from "../page.ts";

/** A rollout as a list shows it. */
export type RolloutListItem = {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly state: RolloutState;
  readonly direction: Direction;
  readonly author: string;
  readonly createdAt: string;
};

type ItemRow = Omit<RolloutListItem, "createdAt"> & { readonly createdAt: Date };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Rollouts, the newest first. Throws `CursorUnknown`. */
export async function listRollouts(
  database: Database,
  { cursor, limit }: PageRequest,
): Promise<Page<RolloutListItem>> {
  const [afterId = null] = readCursor(cursor, 1) ?? [];
  if (afterId !== null && !UUID.test(afterId)) throw new CursorUnknown();
  const { rows } = await sql<ItemRow>`
    select id, name, tenant_id as "tenantId", state, direction, author, created_at as "createdAt"
    from rollouts
    where ${afterId}::uuid is null
      or (created_at, id) < (select last.created_at, last.id from rollouts last where last.id = ${afterId}::uuid)
    order by created_at desc, id desc limit ${limit + 1}
  `.execute(database);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => ({ ...row, createdAt: isoTime(row.createdAt) }),
  );
}
