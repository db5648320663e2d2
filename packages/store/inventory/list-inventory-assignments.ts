import type { AssignmentInstance } from "@standdown/domain";
import type { Database } from "../database.ts";
import type { Page, PageRequest } from "../page.ts";
import { listInventoryRows } from "./list-inventory-rows.ts";

/** Active assignments that were found, by their id. Throws `CursorUnknown`. */
export function listInventoryAssignments(
  database: Database,
  inventoryId: string,
  page: PageRequest,
): Promise<Page<AssignmentInstance>> {
  return listInventoryRows(database, "assignments", inventoryId, page);
}
