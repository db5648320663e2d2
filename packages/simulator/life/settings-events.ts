import { approvalSetting } from "../default-policy.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { personInPortal } from "../state/actor.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Happening } from "./event.ts";
import type { Society } from "./people.ts";
import { findAdministrator } from "./people.ts";

interface Edit {
  readonly ruleId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

function approval(isApprovalRequired: boolean): Edit {
  return {
    ruleId: "Approval_EndUser_Assignment",
    properties: { setting: approvalSetting(isApprovalRequired) },
  };
}

/** What administrators edit: only what is asked of those who activate. */
const EDITS: readonly Edit[] = [
  approval(true),
  approval(true),
  approval(false),
  { ruleId: "Expiration_EndUser_Assignment", properties: { maximumDuration: "PT1H" } },
  { ruleId: "Expiration_EndUser_Assignment", properties: { maximumDuration: "PT4H" } },
  {
    ruleId: "Enablement_EndUser_Assignment",
    properties: { enabledRules: ["MultiFactorAuthentication", "Justification", "Ticketing"] },
  },
  { ruleId: "Notification_Admin_EndUser_Assignment", properties: { notificationLevel: "Critical" } },
];

const FORBID: Edit = {
  ruleId: "Expiration_Admin_Eligibility",
  properties: { isExpirationRequired: true, maximumDuration: "P180D" },
};

/** The roles that somebody is eligible for or holds, in a fixed order. */
function rolesInUse(tenant: Tenant): string[] {
  return tenant.roles
    .all()
    .map(({ id }) => id)
    .filter((id) =>
      (["assignment", "eligibility"] as const).some((side) => tenant.schedules.ofRole(side, id).size > 0),
    )
    .toSorted();
}

function change(society: Society, { ruleId, properties }: Edit): Happening | null {
  const { tenant, random } = society;
  const administrator = findAdministrator(society);
  const roles = rolesInUse(tenant);
  if (administrator === null || roles.length === 0) return null;
  const roleDefinitionId = random.pick(roles);
  const rule = tenant.policies.ofRole(roleDefinitionId)?.rules.find(({ id }) => id === ruleId);
  const outcome = tenant.actAs(personInPortal(administrator.id), () =>
    changeSettings(tenant, {
      roleDefinitionId,
      rules: [{ ...rule, ...properties }],
      byId: administrator.id,
    }),
  );
  return {
    actorId: administrator.id,
    principalId: null,
    roleDefinitionId,
    detail: ruleId,
    isRefused: !outcome.isOk,
  };
}

/** An administrator edits what is asked of those who activate a role. */
export function editRoleSettings(society: Society): Happening | null {
  return change(society, society.random.pick(EDITS));
}

/** An administrator demands an end of every eligibility of a role. */
export function forbidPermanentEligibility(society: Society): Happening | null {
  return change(society, FORBID);
}
