import {
  ofEachKind,
  type InventoryCounts,
  type InventoryState,
  type KindReading,
  type TenantProblem,
} from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, isoTimeOrNull, type Database } from "../database.ts";

/** How the reading of an inventory stands, for people. */
export type InventorySummary = {
  readonly id: string;
  readonly tenantId: string;
  readonly requestedBy: string;
  readonly state: InventoryState;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly counts: InventoryCounts;
  readonly reading: Readonly<Record<keyof InventoryCounts, KindProgress>>;
  /** How often the tenant was asked, failures included. */
  readonly requestCount: number;
  /** Why it failed; null unless it did. */
  readonly problem: TenantProblem | null;
};

/** How far one kind has been read, for people. */
type KindProgress = Omit<KindReading, "cursor">;

type KindRow = KindProgress & { readonly kind: keyof InventoryCounts; readonly rowCount: number };

type SummaryRow = Omit<InventorySummary, "createdAt" | "endedAt" | "counts" | "reading"> & {
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly kinds: readonly KindRow[];
};

/** How an inventory stands and how much it holds so far. Null: there is none of this id. */
export async function readInventory(database: Database, id: string): Promise<InventorySummary | null> {
  const { rows } = await sql<SummaryRow>`
    select i.id, i.tenant_id as "tenantId", i.requested_by as "requestedBy", i.state,
      i.created_at as "createdAt", i.ended_at as "endedAt", i.problem, i.request_count as "requestCount",
      (
        select coalesce(jsonb_agg(jsonb_build_object(
          'kind', kind, 'rowCount', row_count, 'pagesRead', pages_read, 'isComplete', is_complete
        )), '[]')
        from inventory_readings where inventory_id = i.id
      ) as kinds
    from inventories i where i.id = ${id}
  `.execute(database);
  const [row] = rows;
  if (row === undefined) return null;
  const { kinds, ...summary } = row;
  const read = new Map(kinds.map((kind) => [kind.kind, kind]));
  return {
    ...summary,
    createdAt: isoTime(row.createdAt),
    endedAt: isoTimeOrNull(row.endedAt),
    counts: ofEachKind((kind) => read.get(kind)?.rowCount ?? 0),
    reading: ofEachKind((kind) => {
      const { pagesRead = 0, isComplete = false } = read.get(kind) ?? {};
      return { pagesRead, isComplete };
    }),
  };
}
