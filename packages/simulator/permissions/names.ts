/**
 * What the application is granted at the start: enough for everything that is served, and no more than a migration of
 * roles and groups asks for.
 */
export const DEFAULT_GRANTED_PERMISSIONS: readonly string[] = [
  "Application.Read.All",
  "AdministrativeUnit.Read.All",
  "AuditLog.Read.All",
  "AuthenticationContext.Read.All",
  "Directory.Read.All",
  "Group.Read.All",
  "GroupMember.ReadWrite.All",
  "LicenseAssignment.Read.All",
  "Mail.Send",
  "Organization.Read.All",
  "Policy.Read.ConditionalAccess",
  "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
  "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
  "RoleAssignmentSchedule.ReadWrite.Directory",
  "RoleEligibilitySchedule.ReadWrite.Directory",
  "RoleManagement.ReadWrite.Directory",
  "RoleManagementPolicy.ReadWrite.AzureADGroup",
  "RoleManagementPolicy.ReadWrite.Directory",
  "User.Read.All",
];

/** What a person has agreed to in the portal; what they may is decided by their roles. */
export const DELEGATED_PERMISSIONS: readonly string[] = [
  "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
  "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
  "RoleAssignmentSchedule.ReadWrite.Directory",
  "RoleEligibilitySchedule.ReadWrite.Directory",
  "RoleManagement.ReadWrite.Directory",
  "RoleManagementPolicy.ReadWrite.Directory",
  "User.Read",
];
