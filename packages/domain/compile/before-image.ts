import { originOf, type AssignmentInstance } from "../access.ts";
import type { BeforeImage } from "../conversion.ts";
import { nameOfPrincipal, type Principal } from "../principal.ts";
import type { CompileContext } from "./compile-context.ts";

/** What was there when the tenant was read, with names for people. */
export function beforeImageOf(
  row: AssignmentInstance,
  principal: Principal | null,
  context: CompileContext,
): BeforeImage {
  const scope = row.directoryScopeId ?? row.appScopeId ?? "";
  return {
    readAt: context.facts.readAt,
    origin: originOf(row),
    roleAssignmentScheduleId: row.roleAssignmentScheduleId,
    startDateTime: row.startDateTime,
    endDateTime: row.endDateTime,
    principalType: principal?.type ?? "unknown",
    principalName: nameOfPrincipal(principal) ?? row.principalId,
    roleName: context.roles.get(row.roleDefinitionId)?.displayName ?? row.roleDefinitionId,
    scopeName: scope === "/" ? "tenant" : (context.unitNames.get(scope) ?? scope),
  };
}
