/**
 * The application permissions that each kind of call accepts. Source: Microsoft's permissions reference of August 2026
 * (microsoft-graph-devx-content); what is accepted besides has its own source beside it.
 */

/** The permissions that let an application make a call. */
export interface PermissionSet {
  /** The least privileged ones. */
  readonly least: readonly string[];
  readonly also: readonly string[];
  /** Let it ask for `adminRemove` and for nothing else. */
  readonly onlyRemove?: readonly string[];
}

function set(least: readonly string[], also: readonly string[] = []): PermissionSet {
  return { least, also };
}

const READ_ROLES = "RoleManagement.Read.Directory";
const WRITE_ROLES = "RoleManagement.ReadWrite.Directory";
const READ_ALL_ROLES = "RoleManagement.Read.All";
const READ_DIRECTORY = ["Directory.Read.All", "Directory.ReadWrite.All"] as const;

export const ROLE_DEFINITIONS = set([READ_ROLES, WRITE_ROLES], [...READ_DIRECTORY, READ_ALL_ROLES]);
export const ROLE_ASSIGNMENTS = set([READ_ROLES, WRITE_ROLES], READ_DIRECTORY);
export const ROLE_WRITES = set([WRITE_ROLES]);
/** Approvals are decided by people: Microsoft's pages on them have no permission for applications. */
export const APPROVALS = set([]);

/** The PIM permissions of roles, of one side: `RoleAssignmentSchedule` or `RoleEligibilitySchedule`. */
export function schedulePermissions(stem: string): { reads: PermissionSet; requests: PermissionSet } {
  return {
    reads: set(
      [`${stem}.Read.Directory`],
      [`${stem}.ReadWrite.Directory`, READ_ALL_ROLES, READ_ROLES, WRITE_ROLES],
    ),
    requests: set([`${stem}.ReadWrite.Directory`], [WRITE_ROLES]),
  };
}

/** The same of PIM for groups: `PrivilegedAssignmentSchedule` or `PrivilegedEligibilitySchedule`. */
export function groupSchedulePermissions(stem: string): { reads: PermissionSet; requests: PermissionSet } {
  return {
    reads: set([`${stem}.Read.AzureADGroup`], [`${stem}.ReadWrite.AzureADGroup`]),
    requests: set([`${stem}.ReadWrite.AzureADGroup`]),
  };
}

// The policy permissions are those of Microsoft's pages on the calls; the reference lists older ones for applications,
// and none for changing a policy, which was measured to work.
export const POLICIES = set(
  ["RoleManagementPolicy.Read.Directory"],
  ["RoleManagementPolicy.ReadWrite.Directory", READ_ALL_ROLES, READ_ROLES, WRITE_ROLES],
);
export const POLICY_WRITES = set(["RoleManagementPolicy.ReadWrite.Directory"], [WRITE_ROLES]);
export const GROUP_POLICIES = set(
  ["RoleManagementPolicy.Read.AzureADGroup"],
  ["RoleManagementPolicy.ReadWrite.AzureADGroup"],
);
export const GROUP_POLICY_WRITES = set(["RoleManagementPolicy.ReadWrite.AzureADGroup"]);

const DEVICE_MANAGEMENT = [
  "DeviceManagementApps.Read.All",
  "DeviceManagementApps.ReadWrite.All",
  "DeviceManagementConfiguration.Read.All",
  "DeviceManagementConfiguration.ReadWrite.All",
  "DeviceManagementManagedDevices.Read.All",
  "DeviceManagementManagedDevices.ReadWrite.All",
  "DeviceManagementServiceConfig.Read.All",
  "DeviceManagementServiceConfig.ReadWrite.All",
];
export const USERS = set(
  ["User.ReadBasic.All", "User.ReadWrite.All"],
  [
    "AgentIdUser.ReadWrite.All",
    "AgentIdUser.ReadWrite.IdentityParentedBy",
    ...DEVICE_MANAGEMENT,
    ...READ_DIRECTORY,
    "User.Read.All",
    "User.ReadWrite.CrossCloud",
  ],
);

const OF_GROUPS = [
  ...READ_DIRECTORY,
  "Group-PreferredDataLocation.ReadWrite.All",
  "Group.ManageProtection.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "GroupMember.Read.All",
];
export const GROUP_LIST = set(["Group-NestingSupport.ReadWrite.All", "Group.ReadBasic.All"], OF_GROUPS);
export const GROUP = set(
  ["Group-NestingSupport.ReadWrite.All"],
  ["Group-XTenantIdentitySync.Read.All", "Group.ReadBasic.All", ...OF_GROUPS],
);
export const GROUP_MEMBERS = set(
  ["GroupMember.ReadBasic.All"],
  [
    "Directory.Read.All",
    "Group.Read.All",
    "Group.ReadBasic.All",
    "Group.ReadWrite.All",
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
  ],
);
export const GROUP_OWNERS = set(
  ["Group.ReadWrite.All", "GroupMember.Read.All"],
  ["Directory.Read.All", "Group.Read.All", "GroupMember.ReadWrite.All"],
);
/** Source of these two: Microsoft's pages on what a group and what a user is a member of. */
export const GROUP_MEMBER_OF = set(["GroupMember.Read.All"], [...READ_DIRECTORY, "Group.Read.All"]);
export const USER_MEMBER_OF = set(["Directory.Read.All"], ["Directory.ReadWrite.All"]);
/** Source: Microsoft's pages on adding and removing a member. */
export const GROUP_MEMBER_WRITES = set(
  ["GroupMember.ReadWrite.All"],
  ["Group.ReadWrite.All", "Directory.ReadWrite.All"],
);

export const SERVICE_PRINCIPAL_LIST = set(
  ["Application.Read.All", "Application.ReadWrite.OwnedBy"],
  ["Application.ReadWrite.All", "Directory.Read.All"],
);
export const SERVICE_PRINCIPAL = set(SERVICE_PRINCIPAL_LIST.least, [
  ...SERVICE_PRINCIPAL_LIST.also,
  "Directory.ReadWrite.All",
]);
/** The reference marks none of them as the least. */
export const ADMINISTRATIVE_UNITS = set(
  [],
  ["AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All", ...READ_DIRECTORY],
);
export const DIRECTORY_OBJECTS = set(["Directory.Read.All"]);
export const ORGANIZATION = set(
  ["DeviceManagementServiceConfig.Read.All"],
  [
    "DeviceManagementConfiguration.Read.All",
    "DeviceManagementConfiguration.ReadWrite.All",
    "DeviceManagementServiceConfig.ReadWrite.All",
    ...READ_DIRECTORY,
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "User.Read.All",
  ],
);
export const LICENCES = set(
  ["LicenseAssignment.Read.All"],
  [...READ_DIRECTORY, "Organization.Read.All", "Organization.ReadWrite.All"],
);
export const AUDITS = set(["AuditLog.Read.All"], ["Directory.Read.All"]);
export const AUTHENTICATION_CONTEXTS = set(
  ["AuthenticationContext.Read.All"],
  [
    "AuthenticationContext.ReadWrite.All",
    "Policy.Read.ConditionalAccess",
    "Policy.ReadWrite.ConditionalAccess",
  ],
);
/** Source of these three: Microsoft's pages on the calls. */
export const CONDITIONAL_ACCESS = set(
  ["Policy.Read.ConditionalAccess"],
  ["Policy.Read.All", "Policy.ReadWrite.ConditionalAccess"],
);
export const REGISTRATION_DETAILS = set(["AuditLog.Read.All"]);
export const SEND_MAIL = set(["Mail.Send"]);
