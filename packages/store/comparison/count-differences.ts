import {
  DIFFERENCE_KINDS,
  type DifferenceCounts,
  type DifferenceKind,
  type RoleDifferenceCounts,
} from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { differences, type ComparedInventories } from "./differences.ts";

type CountRow = {
  readonly kind: DifferenceKind;
  readonly role_definition_id: string | null;
  readonly role_name: string | null;
  readonly row_count: number;
};

/** How many differences two completed inventories have, by kind, and of access by role in the order of their names. */
export async function countDifferences(
  database: Database,
  inventories: ComparedInventories,
): Promise<{ readonly counts: DifferenceCounts; readonly byRole: readonly RoleDifferenceCounts[] }> {
  const { rows } = await sql<CountRow>`
    select counted.*, coalesce(
      (
        select r.document ->> 'displayName' from inventory_rows r
        where r.inventory_id in (${inventories.earlierId}::uuid, ${inventories.laterId}::uuid)
          and r.kind = 'roles' and r.row_id = counted.role_definition_id
        order by r.inventory_id = ${inventories.laterId}::uuid desc limit 1
      ),
      counted.role_definition_id
    ) as role_name
    from (
      select kind, role_definition_id, count(*)::integer as row_count
      from (${differences(inventories)}) as all_differences
      group by kind, role_definition_id
    ) as counted
    order by role_name, role_definition_id, kind
  `.execute(database);
  const countOf = (some: readonly CountRow[], kind: DifferenceKind): number =>
    some.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.row_count, 0);
  const byRole = [...Map.groupBy(rows, (row) => row.role_definition_id)].flatMap(([roleDefinitionId, some]) =>
    roleDefinitionId === null
      ? []
      : [
          {
            roleDefinitionId,
            roleName: some[0]?.role_name ?? roleDefinitionId,
            standingAdded: countOf(some, "standingAdded"),
            standingRemoved: countOf(some, "standingRemoved"),
            eligibleAdded: countOf(some, "eligibleAdded"),
            eligibleRemoved: countOf(some, "eligibleRemoved"),
          },
        ],
  );
  const [
    principalNew = 0,
    principalGone = 0,
    principalChanged = 0,
    standingAdded = 0,
    standingRemoved = 0,
    eligibleAdded = 0,
    eligibleRemoved = 0,
  ] = DIFFERENCE_KINDS.map((kind) => countOf(rows, kind));
  return {
    counts: {
      principalNew,
      principalGone,
      principalChanged,
      standingAdded,
      standingRemoved,
      eligibleAdded,
      eligibleRemoved,
    },
    byRole,
  };
}
