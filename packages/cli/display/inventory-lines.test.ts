import type { InventoryDocument } from "@standdown/contracts";
import { INVENTORY_KINDS, ofEachKind } from "@standdown/domain";
import { expect, test } from "vitest";
import { inventoryLines, readingLine } from "./inventory-lines.ts";

/** A reading that has come to page 3 of this kind; null: through all of them. */
function readingAt(kind: (typeof INVENTORY_KINDS)[number] | null): InventoryDocument {
  const at = kind === null ? INVENTORY_KINDS.length : INVENTORY_KINDS.indexOf(kind);
  return {
    id: "i",
    tenantId: "t",
    requestedBy: "ada",
    state: "reading",
    createdAt: "2026-11-01T00:00:00.000Z",
    endedAt: null,
    counts: ofEachKind((each) => (INVENTORY_KINDS.indexOf(each) <= at ? 600 : 0)),
    reading: ofEachKind((each) => ({ pagesRead: 3, isComplete: INVENTORY_KINDS.indexOf(each) < at })),
    requestCount: 21,
    problem: null,
  };
}

test("a reading says which kind it is at and how far", () => {
  expect(readingLine(readingAt("assignments"))).toBe("reading 6/11: assignments, 3 pages, 600 rows");
  expect(readingLine(readingAt(null))).toBe("reading 11/11: comparing the lists");
});

test("what was found is told by kind, with how often the tenant was asked", () => {
  const lines = inventoryLines(readingAt("roleAssignments"));
  expect(lines[0]).toBe("inventory i of tenant t: reading");
  expect(lines).toContain("     600  roleAssignments");
  expect(lines).toContain("       0  principals");
  expect(lines.at(-1)).toBe("      21  requests");
});
