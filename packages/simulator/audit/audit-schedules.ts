import { PIM_SERVICE } from "../state/actor.ts";
import type { Actor } from "../state/actor.ts";
import type { AuditEntry } from "../state/audit-log.ts";
import type { Schedule } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { initiatorOf, principalTarget, roleTarget } from "./describe.ts";

type Words = Pick<AuditEntry, "activity" | "loggedByService" | "operationType">;

/** Writes down what is assigned and what is not any more, who was given a role outside PIM, and what has expired. */
export function auditSchedules(tenant: Tenant): void {
  const note = (row: Schedule, actor: Actor, words: Words, at: number, correlationId: string): void => {
    tenant.audits.append({
      ...words,
      at,
      category: "RoleManagement",
      result: "success",
      resultReason: null,
      initiatedBy: initiatorOf(tenant, actor),
      targets: [
        roleTarget(tenant, row.roleDefinitionId),
        principalTarget(tenant, row.principalId),
        { type: "Directory", id: tenant.id, displayName: "Contoso" },
      ],
      details: [],
      correlationId,
    });
  };

  tenant.schedules.onChange((before, after, at) => {
    const row = after ?? before;
    // The rows of a principal that is gone vanish without a word.
    if (row === null || !tenant.directory.isPrincipal(row.principalId)) return;
    const wasInForce = before?.isInForce ?? false;
    const isInForce = after?.isInForce ?? false;
    if (wasInForce === isInForce) return;
    const correlationId = tenant.ids.next(`audit|${row.id}`);
    const doer = row.origin === "outsidePim" ? tenant.actor : PIM_SERVICE;
    if (row.side === "assignment") note(row, doer, isInForce ? ADDED : REMOVED, at, correlationId);
    if (isInForce && row.origin === "outsidePim") note(row, tenant.actor, OUTSIDE, at, correlationId);
    if (!isInForce && row.endAt !== null && row.endAt <= at) {
      note(row, PIM_SERVICE, expired(row), at, correlationId);
    }
  });
}

const ADDED: Words = {
  activity: "Add member to role",
  loggedByService: "Core Directory",
  operationType: "Assign",
};
const REMOVED: Words = {
  activity: "Remove member from role",
  loggedByService: "Core Directory",
  operationType: "Unassign",
};
const OUTSIDE: Words = {
  activity: "Add member to role outside of PIM (permanent)",
  loggedByService: "PIM",
  operationType: null,
};

function expired(row: Schedule): Words {
  const member = row.side === "eligibility" ? "eligible member" : "member";
  const activity =
    row.assignmentType === "Activated"
      ? "Remove member from role (PIM activation expired)"
      : `Remove ${member} from role in PIM completed (timebound)`;
  return { activity, loggedByService: "PIM", operationType: null };
}
