import type { InventoryPage } from "@standdown/domain";
import { sql } from "kysely";
import { fromNow, json, type Database } from "../database.ts";
import type { Claim } from "../claim.ts";

/** Where a kind stands after a page. `cursor`: where to go on; null at the end, where `isComplete` is. */
export type PagePlace = {
  readonly cursor: string | null;
  readonly isComplete: boolean;
  /** How often the tenant was asked since it was told last. */
  readonly requestCount: number;
};

const THE_ONLY_ONE: PagePlace = { cursor: null, isComplete: true, requestCount: 0 };

/**
 * Stores a page with the place where its kind stands then, and renews the lease, in one statement. A row that the
 * tenant lists on two pages is stored once, as it was read last. `lost`: the claim is somebody else's or ran out, and
 * nothing was written.
 */
export async function savePage(
  database: Database,
  claim: Claim,
  page: InventoryPage,
  leaseMs: number,
  place: PagePlace = THE_ONLY_ONE,
): Promise<"saved" | "lost"> {
  const rows = new Map<string, unknown>(page.rows.map((row) => [row.id, row]));
  const { cursor, isComplete, requestCount } = place;
  const { rows: owned } = await sql`
    with owned as (
      update inventories
      set lease_until = ${fromNow(leaseMs)}, request_count = request_count + ${requestCount}::integer
      where id = ${claim.id} and fence = ${claim.fence} and state = 'reading' and lease_until > now()
      returning id
    ),
    stored as (
      insert into inventory_rows (inventory_id, kind, row_id, document)
      select owned.id, ${page.kind}, document ->> 'id', document
      from owned cross join jsonb_array_elements(${json([...rows.values()])}) as listed (document)
      on conflict (inventory_id, kind, row_id) do update set document = excluded.document
      -- Zero in a row that was not there before.
      returning xmax
    ),
    placed as (
      insert into inventory_readings as reading (inventory_id, kind, pages_read, row_count, cursor, is_complete)
      select owned.id, ${page.kind}, 1, (select count(*) from stored where xmax = 0), ${cursor}, ${isComplete}
      from owned
      on conflict (inventory_id, kind) do update
      set pages_read = reading.pages_read + 1, row_count = reading.row_count + excluded.row_count,
        cursor = excluded.cursor, is_complete = excluded.is_complete
    )
    select id from owned
  `.execute(database);
  return owned.length > 0 ? "saved" : "lost";
}
