import type { Lab } from "./lab.ts";
import { NO_END } from "./lab.ts";
import type { JsonObject } from "./json.ts";

/** The first groups, users and roles of a lab, as bodies need them. */
function peopleOf(lab: Lab) {
  const { facts } = lab;
  return {
    // Holds nothing in the role below, whatever was asked for before.
    principalId: facts.breakGlassIds[1] ?? "",
    groupId: facts.onboardedGroupIds[0] ?? "",
    roleDefinitionId: facts.customRoleIds[0] ?? "",
    memberId: facts.globalAdministratorIds[0] ?? "",
  };
}

function groupRequest(lab: Lab): JsonObject {
  const { principalId, groupId } = peopleOf(lab);
  return {
    accessId: "member",
    action: "adminAssign",
    principalId,
    groupId,
    justification: "A reason",
    scheduleInfo: {
      startDateTime: "2026-10-05T08:00:00Z",
      expiration: { type: "afterDuration", duration: "PT8H" },
    },
  };
}

function roleRequest(lab: Lab): JsonObject {
  const { principalId, roleDefinitionId } = peopleOf(lab);
  return {
    action: "adminAssign",
    justification: "A reason",
    principalId,
    roleDefinitionId,
    directoryScopeId: "/",
    scheduleInfo: NO_END,
  };
}

const ROLES = "/roleManagement/directory";
const GROUPS = "/identityGovernance/privilegedAccess/group";
const ROLE_BODY = {
  displayName: "A role of our own",
  rolePermissions: [{ allowedResourceActions: ["microsoft.directory/applications/basic/read"] }],
  isEnabled: true,
};

/** The setting that the bodies of changes change, as a rule is written. */
const RULE = {
  "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule",
  id: "Expiration_Admin_Eligibility",
  isExpirationRequired: false,
  maximumDuration: "P180D",
  target: {
    caller: "Admin",
    operations: ["All"],
    level: "Eligibility",
    inheritableSettings: [],
    enforcedSettings: [],
  },
};

/** A good body for each operation that takes one. */
export const CONTRACT_BODIES: Readonly<Record<string, (lab: Lab) => JsonObject>> = {
  [`POST ${ROLES}/roleAssignments`]: (lab) => {
    const { principalId, roleDefinitionId } = peopleOf(lab);
    return { principalId, roleDefinitionId, directoryScopeId: "/" };
  },
  [`POST ${ROLES}/roleAssignmentScheduleRequests`]: (lab) => ({
    ...roleRequest(lab),
    principalId: peopleOf(lab).memberId,
  }),
  [`POST ${ROLES}/roleEligibilityScheduleRequests`]: roleRequest,
  [`POST ${ROLES}/roleDefinitions`]: () => ROLE_BODY,
  [`PATCH ${ROLES}/roleDefinitions/{unifiedRoleDefinition-id}`]: () => ROLE_BODY,
  [`POST ${GROUPS}/assignmentScheduleRequests`]: groupRequest,
  [`POST ${GROUPS}/eligibilityScheduleRequests`]: groupRequest,
  [`PATCH ${ROLES}/roleAssignmentApprovals/{approval-id}/steps/{approvalStep-id}`]: () => ({
    reviewResult: "Approve",
    justification: "Known",
  }),
  "PATCH /policies/roleManagementPolicies/{unifiedRoleManagementPolicy-id}": () => ({ rules: [RULE] }),
  "PATCH /policies/roleManagementPolicies/{unifiedRoleManagementPolicy-id}/rules/{unifiedRoleManagementPolicyRule-id}":
    () => RULE,
  "POST /groups/{group-id}/members/$ref": (lab) => ({
    "@odata.id": `https://localhost:1/v1.0/directoryObjects/${peopleOf(lab).memberId}`,
  }),
  "POST /users/{user-id}/sendMail": () => ({
    message: {
      subject: "A word of notice",
      body: { contentType: "Text", content: "Soon." },
      toRecipients: [{ emailAddress: { address: "someone@contoso.com" } }],
    },
  }),
  "POST /directoryObjects/getByIds": (lab) => ({ ids: [lab.facts.callerId, peopleOf(lab).groupId] }),
  "POST /$batch": () => ({
    requests: [
      { id: "1", method: "GET", url: "/organization" },
      { id: "2", method: "GET", url: "/users/nobody" },
    ],
  }),
};
