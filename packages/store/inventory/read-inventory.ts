import type { InventoryCounts, InventoryState, TenantProblem } from "@standdown/domain";
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
  /** Why it failed; null unless it did. */
  readonly problem: TenantProblem | null;
};

type SummaryRow = Omit<InventorySummary, "createdAt" | "endedAt" | "counts"> & {
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly counts: Partial<InventoryCounts> | null;
};

const NOTHING_READ: InventoryCounts = {
  roles: 0,
  administrativeUnits: 0,
  licences: 0,
  conditionalAccessPolicies: 0,
  roleSettings: 0,
  roleAssignments: 0,
  assignments: 0,
  eligibilities: 0,
  principals: 0,
  groupMembers: 0,
  mfaRegistrations: 0,
};

/** How an inventory stands and how much it holds so far. Null: there is none of this id. */
export async function readInventory(database: Database, id: string): Promise<InventorySummary | null> {
  const { rows } = await sql<SummaryRow>`
    select i.id, i.tenant_id as "tenantId", i.requested_by as "requestedBy", i.state,
      i.created_at as "createdAt", i.ended_at as "endedAt", i.problem,
      (
        select jsonb_object_agg(counted.kind, counted.row_count)
        from (
          select kind, count(*) as row_count from inventory_rows where inventory_id = i.id group by kind
        ) as counted
      ) as counts
    from inventories i where i.id = ${id}
  `.execute(database);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    ...row,
    createdAt: isoTime(row.createdAt),
    endedAt: isoTimeOrNull(row.endedAt),
    counts: { ...NOTHING_READ, ...row.counts },
  };
}
