import type { BuiltInRole } from "../builtin-roles.ts";
import { BUILT_IN_ROLES } from "../builtin-roles.ts";

/** A role definition: one of Microsoft's, or one that the tenant made. */
export interface Role extends Omit<BuiltInRole, "isPrivileged"> {
  /** Null: not known. */
  readonly isPrivileged: boolean | null;
  readonly isBuiltIn: boolean;
  readonly isEnabled: boolean;
  readonly description: string;
  /** The id of the role itself, unless whoever made it gave another. */
  readonly templateId: string | null;
  /** Null for roles that the tenant made. */
  readonly version: string | null;
  /** What it allows. Of built-in roles the actions are not kept. */
  readonly allowedResourceActions: readonly string[];
}

/** What a role that the tenant makes is made of. */
export type CustomRole = Pick<
  Role,
  "id" | "displayName" | "description" | "isEnabled" | "templateId" | "version" | "allowedResourceActions"
>;

function fromBuiltIn(role: BuiltInRole): Role {
  return {
    ...role,
    isBuiltIn: true,
    isEnabled: true,
    description: `Built-in role ${role.displayName}.`,
    templateId: role.id,
    version: "1",
    allowedResourceActions: [],
  };
}

/** Microsoft's roles as every tenant has them. */
export const USUAL_ROLES: readonly Role[] = BUILT_IN_ROLES.map(fromBuiltIn);

/** The role definitions of a tenant, built-in ones first, in the order in which they were made. */
export class Roles {
  readonly #byId: Map<string, Role>;

  constructor(roles: readonly Role[]) {
    this.#byId = new Map(roles.map((role) => [role.id, role]));
  }

  /** Whether it is known of every role that it is privileged or not. */
  areMarksKnown(): boolean {
    return [...this.#byId.values()].every((role) => role.isPrivileged !== null);
  }

  get(id: string): Role | null {
    return this.#byId.get(id.toLowerCase()) ?? null;
  }

  has(id: string): boolean {
    return this.get(id) !== null;
  }

  all(): readonly Role[] {
    return [...this.#byId.values()];
  }

  /** Adds a role of the tenant's own, or puts another version in its place. It can be limited to any scope. */
  put(custom: CustomRole): Role {
    const role: Role = {
      ...custom,
      isBuiltIn: false,
      isPrivileged: false,
      assignmentMode: "allowed",
      isScopableToAdministrativeUnit: true,
      isObsoleteOrService: false,
      inheritsFromIds: [],
    };
    this.#byId.set(role.id, role);
    return role;
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }
}
