import type { AssignmentInstance, EligibilityInstance, RoleAssignment } from "./access.ts";
import type { Principal } from "./principal.ts";
import type { TenantProblem } from "./tenant-problem.ts";

/** A role as the tenant lists it. For built-in roles `id` equals `templateId`. */
export type RoleDefinition = {
  readonly id: string;
  readonly templateId: string | null;
  readonly displayName: string;
  readonly isBuiltIn: boolean;
  readonly isEnabled: boolean;
};

/** An administrative unit, for its name. */
export type AdministrativeUnit = { readonly id: string; readonly displayName: string };

/** The tenant's roles, principals and assignments as read at one time. `readAt` is when the reading began. */
export type Inventory = {
  readonly id: string;
  readonly tenantId: string;
  readonly readAt: string;
  readonly roles: readonly RoleDefinition[];
  readonly principals: readonly Principal[];
  readonly administrativeUnits: readonly AdministrativeUnit[];
  readonly roleAssignments: readonly RoleAssignment[];
  readonly assignments: readonly AssignmentInstance[];
  readonly eligibilities: readonly EligibilityInstance[];
};

/** How many rows of each kind an inventory holds. */
export type InventoryCounts = {
  readonly roles: number;
  readonly principals: number;
  readonly administrativeUnits: number;
  readonly roleAssignments: number;
  readonly assignments: number;
  readonly eligibilities: number;
};

/** One page of one collection, as it is read and stored. */
export type InventoryPage =
  | { readonly kind: "roles"; readonly rows: readonly RoleDefinition[] }
  | { readonly kind: "principals"; readonly rows: readonly Principal[] }
  | { readonly kind: "administrativeUnits"; readonly rows: readonly AdministrativeUnit[] }
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
