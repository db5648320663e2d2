import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Inventory, InventoryAssignment, InventoryPrincipal } from "../rehearsal/inventory.ts";

/** Ids of the small inventory, by the part that they play. */
export const SMALL = {
  user: "aaaaaaaa-0000-4000-8000-000000000001",
  group: "aaaaaaaa-0000-4000-8000-000000000002",
  application: "aaaaaaaa-0000-4000-8000-000000000003",
  device: "aaaaaaaa-0000-4000-8000-000000000004",
  deleted: "aaaaaaaa-0000-4000-8000-000000000005",
  unit: "bbbbbbbb-0000-4000-8000-000000000001",
  registration: "bbbbbbbb-0000-4000-8000-000000000002",
  customRole: "cccccccc-0000-4000-8000-000000000001",
  helpdesk: "729827e3-9c14-49f7-bb1b-9608f156bbb8",
  catalog: "/AccessPackageCatalog/dddddddd-0000-4000-8000-000000000001",
  schedule: "eeeeeeee-0000-4000-8000-000000000001",
  eligibility: "eeeeeeee-0000-4000-8000-000000000002",
  activation: "eeeeeeee-0000-4000-8000-000000000003",
} as const;

const NOTHING = {
  accountEnabled: null,
  userType: null,
  department: null,
  onPremisesSyncEnabled: null,
  isAssignableToRole: null,
  userPrincipalName: null,
  appId: null,
};

/** An active row made outside PIM. */
export function outsidePim(
  id: string,
  principalId: string,
  roleDefinitionId: string,
  scope: string = "/",
): InventoryAssignment {
  return {
    id,
    principalId,
    roleDefinitionId,
    directoryScopeId: scope === SMALL.catalog ? null : scope,
    appScopeId: scope === SMALL.catalog ? scope : null,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: id,
    roleAssignmentOriginId: id,
  };
}

/** Everything that is unlike a tenant that is made up: in few rows, whose ids say what they are. */
export function smallInventory(): Inventory {
  const pim = {
    startDateTime: "2026-09-01T08:00:00.123Z",
    endDateTime: "2027-03-01T00:00:00Z",
    roleAssignmentScheduleId: SMALL.schedule,
  };
  const assignments: InventoryAssignment[] = [
    outsidePim("ofUser-1", SMALL.user, SMALL.helpdesk, `/administrativeUnits/${SMALL.unit}`),
    { ...outsidePim("timeBound-1", SMALL.group, SMALL.customRole), ...pim },
    {
      ...outsidePim("activation-1", SMALL.user, SMALL.customRole),
      assignmentType: "Activated",
      startDateTime: "2026-10-05T07:00:00Z",
      endDateTime: "2026-10-05T12:00:00Z",
      roleAssignmentScheduleId: SMALL.activation,
    },
    outsidePim("ofDevice-1", SMALL.device, SMALL.helpdesk),
    outsidePim("ofDeleted-1", SMALL.deleted, SMALL.helpdesk),
    outsidePim("ofDeletedInBoth-1", SMALL.deleted, SMALL.customRole),
    outsidePim("atRegistration-1", SMALL.application, SMALL.helpdesk, `/${SMALL.registration}`),
    outsidePim("atCatalog-1", SMALL.user, SMALL.customRole, SMALL.catalog),
    { ...outsidePim("throughGroup-1", SMALL.user, GLOBAL_ADMINISTRATOR), memberType: "Group" },
  ];
  const plain = assignments
    .filter((row) => row.id !== "ofDeleted-1" && row.id !== "throughGroup-1")
    .map(({ id, principalId, roleDefinitionId, directoryScopeId, appScopeId }) => ({
      id,
      principalId,
      roleDefinitionId,
      directoryScopeId,
      appScopeId,
    }));
  const principals: InventoryPrincipal[] = [
    {
      ...NOTHING,
      id: SMALL.user,
      type: "user",
      displayName: "Wei Chen",
      userPrincipalName: "Wei@fabrikam.example",
      accountEnabled: false,
      userType: "Guest",
      department: "Service Desk",
      onPremisesSyncEnabled: false,
    },
    { ...NOTHING, id: SMALL.group, type: "group", displayName: "Desk", isAssignableToRole: true },
    {
      ...NOTHING,
      id: SMALL.application,
      type: "servicePrincipal",
      displayName: "Backup",
      appId: SMALL.registration,
      accountEnabled: true,
    },
    { ...NOTHING, id: SMALL.device, type: "unknown", displayName: "Something new" },
  ];
  return {
    kind: "TenantInventory",
    version: 1,
    tenantId: "ffffffff-0000-4000-8000-000000000001",
    readAt: "2026-10-05T08:00:00Z",
    roles: [
      {
        id: GLOBAL_ADMINISTRATOR,
        templateId: GLOBAL_ADMINISTRATOR,
        displayName: "Global Administrator",
        isBuiltIn: true,
        isEnabled: true,
      },
      {
        id: SMALL.helpdesk,
        templateId: SMALL.helpdesk,
        displayName: "Helpdesk Administrator",
        isBuiltIn: true,
        isEnabled: true,
      },
      {
        id: SMALL.customRole,
        templateId: null,
        displayName: "Label Writer",
        isBuiltIn: false,
        isEnabled: true,
      },
    ],
    principals,
    administrativeUnits: [{ id: SMALL.unit, displayName: "Region Oslo" }],
    roleAssignments: [
      ...plain,
      {
        id: "plainOnly-1",
        principalId: SMALL.user,
        roleDefinitionId: SMALL.helpdesk,
        directoryScopeId: "/",
        appScopeId: null,
      },
    ],
    assignments,
    eligibilities: [
      {
        id: "eligible-1-e",
        principalId: SMALL.user,
        roleDefinitionId: SMALL.customRole,
        directoryScopeId: "/",
        appScopeId: null,
        memberType: "Direct",
        startDateTime: "2026-08-01T00:00:00Z",
        endDateTime: null,
        roleEligibilityScheduleId: SMALL.eligibility,
      },
    ],
    roleSettings: [
      {
        roleDefinitionId: SMALL.customRole,
        rules: [{ id: "Expiration_Admin_Eligibility", isExpirationRequired: true, maximumDuration: "P30D" }],
      },
    ],
    servicePlans: ["AAD_PREMIUM", "AAD_PREMIUM_P2"],
  };
}
