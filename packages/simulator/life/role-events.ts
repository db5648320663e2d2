import { decideApproval } from "../pipeline/approval.ts";
import { approversOf, mayApprove } from "../pipeline/approvers.ts";
import { readWrite } from "../pipeline/read-body.ts";
import { submit } from "../pipeline/submit.ts";
import type { Outcome } from "../refusal.ts";
import { assignOutsidePim, removeOutsidePim } from "../routes/role-assignments.ts";
import { personInPortal } from "../state/actor.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { Grant, Schedule } from "../state/schedule.ts";
import { isSameGrant, isStanding } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Happening } from "./event.ts";
import type { Society } from "./people.ts";
import { findAdministrator, findPerson, findRow } from "./people.ts";

/** For how long people activate, in units of the five-minute rule, which tests shorten: five minutes to an hour. */
const ACTIVATION_UNITS = [1, 2, 6, 12] as const;
const FIVE_MINUTES_MS = 5 * 60 * 1000;
const DENIED_CHANCE = 0.2;

function grantOf({ principalId, roleDefinitionId, directoryScopeId, appScopeId }: Grant): Grant {
  return { principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

function told<T>(
  outcome: Outcome<T>,
  actorId: string,
  grant: Grant,
  present: (value: T) => Pick<Happening, "detail" | "requestId">,
): Happening {
  return {
    actorId,
    ...grantOf(grant),
    ...(outcome.isOk ? present(outcome.value) : { detail: outcome.refusal.code }),
    isRefused: !outcome.isOk,
  };
}

function ofRequest(request: ScheduleRequest): Pick<Happening, "detail" | "requestId"> {
  return { detail: request.status, requestId: request.id };
}

function submitAsPerson(tenant: Tenant, grant: Grant, more: Record<string, unknown>): Happening {
  const caller = personInPortal(grant.principalId);
  const body = { ...grantOf(grant), justification: "Work to do", ...more };
  const write = readWrite(body, { side: "assignment", now: tenant.moment, caller });
  const outcome = write.isOk ? submit(tenant, write.value, { isDropped: false }) : write;
  return told(outcome, grant.principalId, grant, ofRequest);
}

function isEnabled(tenant: Tenant, principalId: string): boolean {
  return tenant.directory.user(principalId)?.accountEnabled === true;
}

function isActivated(tenant: Tenant, row: Schedule): boolean {
  return tenant.schedules
    .ofPrincipalInRole("assignment", row.principalId, row.roleDefinitionId)
    .some((other) => other.assignmentType === "Activated" && isSameGrant(other, row));
}

/** Somebody uses an eligibility that is not in use. */
export function activate(society: Society): Happening | null {
  const { tenant, random } = society;
  const eligibility = findRow(
    society,
    "eligibility",
    (row) =>
      row.isInForce &&
      isEnabled(tenant, row.principalId) &&
      !isActivated(tenant, row) &&
      !tenant.requests.hasPending("assignment", row, tenant.moment),
  );
  if (eligibility === null) return null;
  const unitMs = tenant.minimumAgeMs === 0 ? FIVE_MINUTES_MS : tenant.minimumAgeMs;
  const duration = `PT${(random.pick(ACTIVATION_UNITS) * unitMs) / 1000}S`;
  return submitAsPerson(tenant, eligibility, {
    action: "selfActivate",
    scheduleInfo: { expiration: { type: "afterDuration", duration } },
    ticketInfo: { ticketNumber: "INC0042", ticketSystem: "servicenow" },
  });
}

/** Somebody ends an activation that is old enough. */
export function deactivate(society: Society): Happening | null {
  const { tenant } = society;
  const activation = findRow(
    society,
    "assignment",
    (row) => row.assignmentType === "Activated" && tenant.moment - row.startAt >= tenant.minimumAgeMs,
  );
  return activation === null ? null : submitAsPerson(tenant, activation, { action: "selfDeactivate" });
}

/** An approver decides about the activation that has waited longest of those that somebody may decide. */
export function approve({ tenant, random }: Society): Happening | null {
  for (const approval of tenant.approvals.open()) {
    const approvers = approversOf(tenant, approval.write.roleDefinitionId).filter((id) =>
      mayApprove(tenant, approval, id),
    );
    if (approvers.length === 0) continue;
    const approverId = random.pick(approvers);
    const reviewResult = random.chance(DENIED_CHANCE) ? "Deny" : "Approve";
    const decision = { reviewResult, justification: "Known to the team" } as const;
    const outcome = decideApproval(tenant, approval, personInPortal(approverId), decision);
    return told(outcome, approverId, approval.write, ofRequest);
  }
  return null;
}

/** An administrator gives somebody standing access outside PIM: what they are eligible for, or what another has. */
export function grantOutsidePim(society: Society): Happening | null {
  const { tenant, random } = society;
  const administrator = findAdministrator(society);
  const isForEligible = random.chance(0.5);
  const model = findRow(society, isForEligible ? "eligibility" : "assignment", (row) =>
    isForEligible ? isEnabled(tenant, row.principalId) : isStanding(row),
  );
  const person = isForEligible ? model : findPerson(society, (user) => user.accountEnabled === true);
  if (administrator === null || model === null || person === null) return null;
  const principalId = "principalId" in person ? person.principalId : person.id;
  const grant = { ...grantOf(model), principalId };
  const outcome = assignOutsidePim(tenant, grant, personInPortal(administrator.id));
  return told(outcome, administrator.id, grant, () => ({ detail: "assigned" }));
}

/** An administrator takes standing access away from somebody, outside PIM. */
export function removeStanding(society: Society): Happening | null {
  const administrator = findAdministrator(society);
  const row = findRow(society, "assignment", isStanding);
  if (administrator === null || row === null) return null;
  const outcome = removeOutsidePim(society.tenant, row.instanceId, personInPortal(administrator.id));
  return told(outcome, administrator.id, row, () => ({ detail: "removed" }));
}
