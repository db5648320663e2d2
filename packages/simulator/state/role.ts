import type { BuiltInRole } from "../builtin-roles.ts";
import { BUILT_IN_ROLES } from "../builtin-roles.ts";

/** A role as the tenant has it: one of Microsoft's, or one of its own. */
export interface Role extends BuiltInRole {
  readonly templateId: string | null;
  readonly isBuiltIn: boolean;
  readonly isEnabled: boolean;
}

/** Microsoft's roles as every tenant has them. */
export const USUAL_ROLES: readonly Role[] = BUILT_IN_ROLES.map((role) => ({
  ...role,
  templateId: role.id,
  isBuiltIn: true,
  isEnabled: true,
}));
