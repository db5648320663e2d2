import type { AccessKey } from "../access.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { ComplianceContext } from "./compliance-context.ts";
import { nameOfPrincipal, type PrincipalType } from "../principal.ts";

/** One row of the view: who holds or can activate which role. The scope is that of the first row; nobody looks at it. */
export type RoleViewRow = AccessKey & {
  readonly principalName: string | null;
  /** Null where the directory does not know the principal. */
  readonly principalType: PrincipalType | null;
  /** `Permanent` is every assigned row, also one that ends: the view does not look at the end. */
  readonly privilegeType: "Permanent" | "Eligible";
  /** The group that the row comes through; null where it is the principal's own. */
  readonly throughGroupId: string | null;
};

/**
 * The view `vwRole` of the Zero Trust Assessment, one row for each principal, role and kind of privilege: assigned
 * instances as permanent (activations are left out, ends and scopes are not looked at), eligible instances, and for each
 * row of a group one more for each of its direct members, while the group's own stays. Source: microsoft/zerotrustassessment
 * 83a87007, `Export-Database.ps1` and `Export-ZtGraphEntityPrivilegedGroup.ps1`.
 */
export class RoleView {
  readonly #context: ComplianceContext;
  /** Rows of members of groups that were told: a member may hold the same role in person, or through two groups. */
  readonly #toldOfMembers = new Set<string>();

  constructor(context: ComplianceContext) {
    this.#context = context;
  }

  /** The rows that this principal adds. */
  rowsOf(access: PrincipalAccess): readonly RoleViewRow[] {
    const { principal } = access;
    const own = new Map<string, RoleViewRow>();
    const add = (row: AccessKey, privilegeType: RoleViewRow["privilegeType"]): void => {
      const name = `${row.roleDefinitionId} ${privilegeType}`;
      if (own.has(name)) return;
      own.set(name, {
        principalId: row.principalId,
        roleDefinitionId: row.roleDefinitionId,
        directoryScopeId: row.directoryScopeId,
        appScopeId: row.appScopeId,
        principalName: nameOfPrincipal(principal),
        principalType: principal?.type ?? null,
        privilegeType,
        throughGroupId: null,
      });
    };
    for (const row of access.assignments) if (row.assignmentType === "Assigned") add(row, "Permanent");
    for (const row of access.eligibilities) add(row, "Eligible");
    const rows = [...own.values()];
    const all = principal?.type === "group" ? [...rows, ...this.#rowsOfMembers(rows)] : rows;
    return all.filter((row) => this.#isNew(row));
  }

  #rowsOfMembers(rows: readonly RoleViewRow[]): RoleViewRow[] {
    return rows.flatMap((row) => {
      const group = this.#context.groups.get(row.principalId);
      if (group === undefined) return [];
      const rowOf =
        (principalType: PrincipalType) =>
        (principalId: string): RoleViewRow => ({
          ...row,
          principalId,
          principalName: null,
          principalType,
          throughGroupId: row.principalId,
        });
      return [
        ...group.userIds.map(rowOf("user")),
        ...group.groupIds.map(rowOf("group")),
        ...group.servicePrincipalIds.map(rowOf("servicePrincipal")),
      ];
    });
  }

  /** What somebody holds whom the directory does not know says nothing of the member of that id, whoever comes first. */
  #isNew({ principalId, principalType, roleDefinitionId, privilegeType }: RoleViewRow): boolean {
    if (principalType === null || !this.#context.memberIds.has(principalId)) return true;
    const name = `${principalId} ${roleDefinitionId} ${privilegeType}`;
    if (this.#toldOfMembers.has(name)) return false;
    this.#toldOfMembers.add(name);
    return true;
  }
}

/** True for a group's own row where nobody knows who is in the group. */
export function hasUnknownMembers(context: ComplianceContext, row: RoleViewRow): boolean {
  return row.principalType === "group" && !context.groups.has(row.principalId);
}
