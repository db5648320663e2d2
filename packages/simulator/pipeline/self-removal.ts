import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import { refusalOf } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Schedule } from "../state/schedule.ts";
import { findTarget } from "./existing.ts";
import type { Check } from "./write.ts";

/** Whether a caller takes the role of Global Administrator from itself; to end an activation is no such thing. */
export function isSelfRemoval(caller: Caller, row: Schedule): boolean {
  return (
    row.side === "assignment" &&
    row.assignmentType === "Assigned" &&
    row.roleDefinitionId === GLOBAL_ADMINISTRATOR &&
    row.principalId === caller.id
  );
}

/** Documented for plain role assignments; here PIM refuses it as well. */
export const checkSelfRemoval: Check = (tenant, write) => {
  const target = write.action === "adminRemove" ? findTarget(tenant, write) : null;
  return target !== null && isSelfRemoval(write.caller, target) ? refusalOf("selfRemoval") : null;
};
