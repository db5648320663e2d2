/** The shapes of an exported inventory, as `inventory.schema.json` says them. Times are RFC 3339 in UTC. */

/** Who may do what where; exactly one of the scopes is set. */
export interface InventoryKey {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string | null;
  readonly appScopeId: string | null;
}

/** A role, built-in or the tenant's own. */
export interface InventoryRole {
  readonly id: string;
  readonly templateId: string | null;
  readonly displayName: string;
  readonly isBuiltIn: boolean;
  readonly isEnabled: boolean;
}

/** What every kind of principal is written with; what a kind does not have is null. */
interface PrincipalFields {
  readonly id: string;
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
  readonly department: string | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly isAssignableToRole: boolean | null;
}

/** A principal that the directory knew. */
export type InventoryPrincipal = PrincipalFields &
  (
    | {
        readonly type: "user";
        readonly displayName: string;
        readonly userPrincipalName: string;
        readonly appId: string | null;
      }
    | {
        readonly type: "group";
        readonly displayName: string;
        readonly userPrincipalName: string | null;
        readonly appId: string | null;
      }
    | {
        readonly type: "servicePrincipal";
        readonly displayName: string;
        readonly userPrincipalName: string | null;
        readonly appId: string;
      }
    | {
        readonly type: "unknown";
        readonly displayName: string | null;
        readonly userPrincipalName: string | null;
        readonly appId: string | null;
      }
  );

/** A row of `roleAssignments`. */
export interface InventoryRoleAssignment extends InventoryKey {
  readonly id: string;
}

interface Instance extends InventoryKey {
  readonly id: string;
  readonly memberType: "Direct" | "Group" | "Inherited";
  readonly startDateTime: string | null;
  readonly endDateTime: string | null;
}

/** A row of `roleAssignmentScheduleInstances`. */
export interface InventoryAssignment extends Instance {
  readonly assignmentType: "Assigned" | "Activated";
  readonly roleAssignmentScheduleId: string;
  readonly roleAssignmentOriginId: string | null;
}

/** A row of `roleEligibilityScheduleInstances`. */
export interface InventoryEligibility extends Instance {
  readonly roleEligibilityScheduleId: string;
}

/** Changed rules of one role's settings, in the shape of the wire. */
export interface InventoryRoleSetting {
  readonly roleDefinitionId: string;
  readonly rules: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
}

/** A whole inventory. */
export interface Inventory {
  readonly kind: "TenantInventory";
  readonly version: 1;
  readonly tenantId: string;
  readonly readAt: string;
  readonly roles: readonly InventoryRole[];
  readonly principals: readonly InventoryPrincipal[];
  readonly administrativeUnits: readonly { readonly id: string; readonly displayName: string }[];
  readonly roleAssignments: readonly InventoryRoleAssignment[];
  readonly assignments: readonly InventoryAssignment[];
  readonly eligibilities: readonly InventoryEligibility[];
  readonly roleSettings?: readonly InventoryRoleSetting[];
  readonly servicePlans?: readonly string[];
}
