import { createHash } from "node:crypto";
import type { Plan } from "@standdown/domain";

/** SHA-256 (hex) of the plan, whatever the order in which its fields were written. */
export function planDigest(plan: Plan): string {
  return createHash("sha256").update(JSON.stringify(plan, withSortedFields)).digest("hex");
}

function withSortedFields(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
