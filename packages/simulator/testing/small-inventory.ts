import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type {
  Inventory,
  InventoryAssignment,
  InventoryPrincipal,
  InventoryRule,
} from "../rehearsal/inventory.ts";
import { approvalStage, settingsOf, SMALL_LICENCES, SMALL_POLICY } from "./small-settings.ts";

/** Ids of the small inventory, by the part that they play. */
export const SMALL = {
  user: "aaaaaaaa-0000-4000-8000-000000000001",
  group: "aaaaaaaa-0000-4000-8000-000000000002",
  application: "aaaaaaaa-0000-4000-8000-000000000003",
  device: "aaaaaaaa-0000-4000-8000-000000000004",
  deleted: "aaaaaaaa-0000-4000-8000-000000000005",
  unsaid: "aaaaaaaa-0000-4000-8000-000000000006",
  never: "aaaaaaaa-0000-4000-8000-000000000007",
  dynamicGroup: "aaaaaaaa-0000-4000-8000-000000000008",
  member: "aaaaaaaa-0000-4000-8000-000000000009",
  memberGroup: "aaaaaaaa-0000-4000-8000-00000000000a",
  reported: "aaaaaaaa-0000-4000-8000-00000000000b",
  unit: "bbbbbbbb-0000-4000-8000-000000000001",
  registration: "bbbbbbbb-0000-4000-8000-000000000002",
  customRole: "cccccccc-0000-4000-8000-000000000001",
  helpdesk: "729827e3-9c14-49f7-bb1b-9608f156bbb8",
  catalog: "/AccessPackageCatalog/dddddddd-0000-4000-8000-000000000001",
  schedule: "eeeeeeee-0000-4000-8000-000000000001",
  eligibility: "eeeeeeee-0000-4000-8000-000000000002",
  activation: "eeeeeeee-0000-4000-8000-000000000003",
} as const;

/** The tenant's id. */
const TENANT = "ffffffff-0000-4000-8000-000000000001";

const NOT_OF_ALL = {
  accountEnabled: null,
  createdDateTime: null,
  lastSignIn: { isKnown: false },
  onPremisesSyncEnabled: null,
} as const;
const NOT_OF_USERS = { isAssignableToRole: null, isDynamic: null, appId: null, servicePrincipalType: null };
const NOT_OF_OTHERS = {
  userPrincipalName: null,
  userType: null,
  department: null,
  country: null,
  jobTitle: null,
  externalUserState: null,
  isMicrosoftAccount: null,
  isLicensedForPim: null,
};
const NOTHING = { ...NOT_OF_ALL, ...NOT_OF_USERS, ...NOT_OF_OTHERS };

const PRINCIPALS: readonly InventoryPrincipal[] = [
  {
    ...NOT_OF_USERS,
    id: SMALL.user,
    type: "user",
    displayName: "Wei Chen",
    userPrincipalName: "Wei@fabrikam.example",
    accountEnabled: false,
    userType: "Guest",
    department: "Service Desk",
    country: "Norway",
    jobTitle: "Engineer",
    externalUserState: "PendingAcceptance",
    isMicrosoftAccount: true,
    isLicensedForPim: true,
    lastSignIn: { isKnown: true, at: "2026-09-30T10:00:00Z" },
    createdDateTime: "2021-02-03T04:05:06Z",
    onPremisesSyncEnabled: false,
  },
  {
    ...NOTHING,
    id: SMALL.unsaid,
    type: "user",
    displayName: "",
    userPrincipalName: "unsaid@fabrikam.example",
  },
  {
    ...NOTHING,
    id: SMALL.never,
    type: "user",
    displayName: "Never There",
    userPrincipalName: "never@fabrikam.example",
    isMicrosoftAccount: false,
    isLicensedForPim: false,
    lastSignIn: { isKnown: true, at: null },
  },
  {
    ...NOTHING,
    id: SMALL.group,
    type: "group",
    displayName: "Desk",
    isAssignableToRole: true,
    isDynamic: false,
    createdDateTime: "2022-01-01T00:00:00Z",
  },
  {
    ...NOTHING,
    id: SMALL.dynamicGroup,
    type: "group",
    displayName: "Everybody",
    isAssignableToRole: false,
    isDynamic: true,
    onPremisesSyncEnabled: true,
  },
  {
    ...NOTHING,
    id: SMALL.application,
    type: "servicePrincipal",
    displayName: "Backup",
    appId: SMALL.registration,
    accountEnabled: true,
    servicePrincipalType: "SocialIdp",
  },
  { ...NOTHING, id: SMALL.device, type: "unknown", displayName: "Something new" },
];

/** Rules of the custom role that somebody has changed, one of each kind. */
const CHANGED: readonly InventoryRule[] = [
  {
    kind: "expiration",
    id: "Expiration_Admin_Eligibility",
    isExpirationRequired: true,
    maximumDuration: "P30D",
  },
  {
    kind: "expiration",
    id: "Expiration_Admin_Assignment",
    isExpirationRequired: false,
    maximumDuration: null,
  },
  { kind: "enablement", id: "Enablement_EndUser_Assignment", enabledRules: ["Ticketing"] },
  {
    kind: "notification",
    id: "Notification_Admin_EndUser_Assignment",
    recipientType: "Admin",
    notificationLevel: "Critical",
    isDefaultRecipientsEnabled: false,
    notificationRecipients: ["desk@fabrikam.example"],
  },
  {
    kind: "approval",
    id: "Approval_EndUser_Assignment",
    isApprovalRequired: true,
    isApprovalRequiredForExtension: true,
    isRequestorJustificationRequired: false,
    approvalMode: "SingleStage",
    approvalStages: [
      {
        ...approvalStage([
          { kind: "user", id: SMALL.never },
          { kind: "group", id: SMALL.group },
        ]),
        approvalStageTimeOutInDays: 3,
        isApproverJustificationRequired: false,
      },
    ],
  },
  {
    kind: "authenticationContext",
    id: "AuthenticationContext_EndUser_Assignment",
    isEnabled: true,
    claimValue: "c1",
  },
];

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
  return {
    kind: "TenantInventory",
    version: 1,
    tenantId: TENANT,
    readAt: "2026-10-05T08:00:00Z",
    roles: [
      {
        id: GLOBAL_ADMINISTRATOR,
        templateId: GLOBAL_ADMINISTRATOR,
        displayName: "Global Administrator",
        isBuiltIn: true,
        isEnabled: true,
        isPrivileged: true,
      },
      {
        id: SMALL.helpdesk,
        templateId: SMALL.helpdesk,
        displayName: "Helpdesk Administrator",
        isBuiltIn: true,
        isEnabled: true,
        isPrivileged: false,
      },
      {
        id: SMALL.customRole,
        templateId: null,
        displayName: "Label Writer",
        isBuiltIn: false,
        isEnabled: true,
        isPrivileged: true,
      },
    ],
    principals: PRINCIPALS,
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
    roleSettings: [settingsOf(TENANT, GLOBAL_ADMINISTRATOR), settingsOf(TENANT, SMALL.customRole, CHANGED)],
    groupMembers: [
      {
        id: SMALL.group,
        userIds: [SMALL.user, SMALL.member],
        groupIds: [SMALL.memberGroup],
        servicePrincipalIds: [SMALL.application],
      },
      { id: SMALL.dynamicGroup, userIds: [], groupIds: [], servicePrincipalIds: [] },
    ],
    mfaRegistrations: [
      { id: SMALL.never, isMfaRegistered: true, methodsRegistered: ["mobilePhone", "email"] },
      { id: SMALL.member, isMfaRegistered: false, methodsRegistered: ["email"] },
      { id: SMALL.reported, isMfaRegistered: true, methodsRegistered: [] },
    ],
    licences: SMALL_LICENCES,
    conditionalAccessPolicies: [SMALL_POLICY],
  };
}
