import type { InventoryDocument } from "@standdown/contracts";
import { INVENTORY_KINDS } from "@standdown/domain";

/** What was found, or why nothing was. */
export function inventoryLines(inventory: InventoryDocument): string[] {
  const { id, state, tenantId, counts, requestCount, problem } = inventory;
  return [
    `inventory ${id} of tenant ${tenantId}: ${state}`,
    ...Object.entries(counts).map(([kind, count]) => `  ${String(count).padStart(6)}  ${kind}`),
    `  ${String(requestCount).padStart(6)}  requests`,
    ...(problem === null ? [] : [`  ${problem.code}: ${problem.message}`, `  ${problem.advice}`]),
  ];
}

/** How far the reading is: the kind that is being read now. */
export function readingLine({ counts, reading }: InventoryDocument): string {
  const doneCount = INVENTORY_KINDS.filter((kind) => reading[kind].isComplete).length;
  const now = INVENTORY_KINDS.find((kind) => !reading[kind].isComplete);
  const what =
    now === undefined
      ? "comparing the lists"
      : `${now}, ${reading[now].pagesRead} pages, ${counts[now]} rows`;
  return `reading ${doneCount}/${INVENTORY_KINDS.length}: ${what}`;
}
