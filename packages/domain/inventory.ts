import type { AssignmentInstance, EligibilityInstance, RoleAssignment } from "./access.ts";
import type { MfaRegistration, Principal } from "./principal.ts";
import type { RoleSettings } from "./role-settings.ts";
import type { TenantProblem } from "./tenant-problem.ts";
import type { ConditionalAccessPolicy, GroupMembers, Licence } from "./tenant-settings.ts";

/** A role as the tenant lists it. For built-in roles `id` equals `templateId`. */
export type RoleDefinition = {
  readonly id: string;
  readonly templateId: string | null;
  readonly displayName: string;
  readonly isBuiltIn: boolean;
  readonly isEnabled: boolean;
  /** Microsoft's mark; null where the tenant does not say it. */
  readonly isPrivileged: boolean | null;
};

/** An administrative unit, for its name. */
export type AdministrativeUnit = { readonly id: string; readonly displayName: string };

/**
 * What an inventory holds that is small for a tenant of any size: it is held in memory while principals are worked
 * through one by one. `readAt` is when the reading began.
 */
export type TenantFacts = {
  readonly id: string;
  readonly tenantId: string;
  readonly readAt: string;
  readonly roles: readonly RoleDefinition[];
  readonly administrativeUnits: readonly AdministrativeUnit[];
  readonly roleSettings: readonly RoleSettings[];
  readonly conditionalAccessPolicies: readonly ConditionalAccessPolicy[];
  readonly licences: readonly Licence[];
  readonly groupMembers: readonly GroupMembers[];
};

/** The tenant's roles, principals and assignments as read at one time, all of it: for tenants that fit in memory. */
export type Inventory = TenantFacts & {
  readonly principals: readonly Principal[];
  readonly mfaRegistrations: readonly MfaRegistration[];
  readonly roleAssignments: readonly RoleAssignment[];
  readonly assignments: readonly AssignmentInstance[];
  readonly eligibilities: readonly EligibilityInstance[];
};

/** The kinds of rows that an inventory has, in the order in which they are read. */
export const INVENTORY_KINDS = [
  "roles",
  "administrativeUnits",
  "licences",
  "conditionalAccessPolicies",
  "roleSettings",
  "roleAssignments",
  "assignments",
  "eligibilities",
  "principals",
  "groupMembers",
  "mfaRegistrations",
] as const satisfies readonly InventoryPage["kind"][];

/** How many rows of each kind an inventory holds. */
export type InventoryCounts = Readonly<Record<InventoryPage["kind"], number>>;

/** One page of one collection, as it is read and stored. */
export type InventoryPage =
  | { readonly kind: "roles"; readonly rows: readonly RoleDefinition[] }
  | { readonly kind: "principals"; readonly rows: readonly Principal[] }
  | { readonly kind: "mfaRegistrations"; readonly rows: readonly MfaRegistration[] }
  | { readonly kind: "administrativeUnits"; readonly rows: readonly AdministrativeUnit[] }
  | { readonly kind: "roleSettings"; readonly rows: readonly RoleSettings[] }
  | { readonly kind: "conditionalAccessPolicies"; readonly rows: readonly ConditionalAccessPolicy[] }
  | { readonly kind: "licences"; readonly rows: readonly Licence[] }
  | { readonly kind: "groupMembers"; readonly rows: readonly GroupMembers[] }
  | { readonly kind: "roleAssignments"; readonly rows: readonly RoleAssignment[] }
  | { readonly kind: "assignments"; readonly rows: readonly AssignmentInstance[] }
  | { readonly kind: "eligibilities"; readonly rows: readonly EligibilityInstance[] };

/** A row of one collection. */
export type InventoryRow<K extends InventoryPage["kind"]> = Extract<
  InventoryPage,
  { readonly kind: K }
>["rows"][number];

/** How the reading of an inventory stands. A reading that failed anywhere is `failed`, never shorter. */
export type InventoryStatus =
  | { readonly state: "reading" }
  | { readonly state: "completed"; readonly endedAt: string }
  | { readonly state: "failed"; readonly endedAt: string; readonly problem: TenantProblem };

/** The rows of an inventory that found nothing. */
export const NO_ROWS = {
  roles: [],
  administrativeUnits: [],
  licences: [],
  conditionalAccessPolicies: [],
  roleSettings: [],
  roleAssignments: [],
  assignments: [],
  eligibilities: [],
  principals: [],
  groupMembers: [],
  mfaRegistrations: [],
} as const satisfies Pick<Inventory, InventoryPage["kind"]>;
