import type { EligibilityInstance } from "@standdown/domain";
import type { Database } from "../database.ts";
import type { Page, PageRequest } from "../page.ts";
import { listInventoryRows } from "./list-inventory-rows.ts";

/** Eligible assignments that were found, by their id. Throws `CursorUnknown`. */
export function listInventoryEligibilities(
  database: Database,
  inventoryId: string,
  page: PageRequest,
): Promise<Page<EligibilityInstance>> {
  return listInventoryRows(database, "eligibilities", inventoryId, page);
}
