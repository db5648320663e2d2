import type { AssignmentInstance } from "@standdown/domain";

type Said = Partial<AssignmentInstance> & Pick<AssignmentInstance, "principalId" | "roleDefinitionId">;

/** A row as PIM lists it: standing, in person, for the whole tenant and past PIM, but for what is said. */
export function standingRow(said: Said): AssignmentInstance {
  const { principalId, roleDefinitionId, directoryScopeId = "/" } = said;
  const id = said.id ?? `${principalId} ${roleDefinitionId} ${directoryScopeId}`;
  return {
    id,
    directoryScopeId,
    appScopeId: null,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: id,
    roleAssignmentOriginId: null,
    ...said,
  };
}
