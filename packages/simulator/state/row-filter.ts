import type { Schedule } from "./schedule.ts";

/** What a read asks for that an index can answer. */
export interface RowFilter {
  readonly principalId?: string;
  readonly roleDefinitionId?: string;
}

/** Whether a row is one of those that are asked for. */
export function fits(row: Schedule, by: RowFilter): boolean {
  return (
    (by.principalId === undefined || row.principalId === by.principalId) &&
    (by.roleDefinitionId === undefined || row.roleDefinitionId === by.roleDefinitionId)
  );
}
