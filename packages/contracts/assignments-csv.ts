import {
  classify,
  keyText,
  originOf,
  tierOf,
  type AssignmentInstance,
  type EligibilityInstance,
  type Known,
  type PrincipalAccess,
  type PrincipalFacts,
  type RoleAssignment,
  type RoleDefinition,
  type TenantFacts,
  nameOfPrincipal,
} from "@standdown/domain";

/** What the rows of a tenant are shown with. */
export type TenantNames = {
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly unitNames: ReadonlyMap<string, string>;
};

/** One row of whichever list, and whose it is. */
type FoundRow = {
  readonly found: Found;
  readonly access: PrincipalAccess;
  readonly is: PrincipalFacts;
  readonly names: TenantNames;
};
type Found =
  | { readonly list: "active"; readonly row: AssignmentInstance; readonly isInBothLists: boolean }
  | { readonly list: "eligible"; readonly row: EligibilityInstance }
  | { readonly list: "roleAssignmentOnly"; readonly row: RoleAssignment };

/**
 * The columns of `assignments.csv`, in order, and where each comes from. `list` is `active`, `eligible`, or
 * `roleAssignmentOnly` for what PIM's list of active access does not have; what is not known is empty.
 */
export const ASSIGNMENT_COLUMNS = {
  list: ({ found }) => found.list,
  inBothLists: ({ found }) => (found.list === "active" ? yesOrNo(found.isInBothLists) : ""),
  assignmentType: ({ found }) => (found.list === "active" ? found.row.assignmentType : ""),
  memberType: ({ found }) => (found.list === "roleAssignmentOnly" ? "" : found.row.memberType),
  origin: ({ found }) => (found.list === "active" ? originOf(found.row) : ""),
  principalType: ({ access }) => access.principal?.type ?? "unknown",
  principalName: ({ access }) => nameOfPrincipal(access.principal) ?? access.principalId,
  displayName: ({ access }) => access.principal?.displayName ?? "",
  principalId: ({ access }) => access.principalId,
  department: ({ access }) => access.principal?.department ?? "",
  country: ({ access }) => access.principal?.country ?? "",
  accountEnabled: ({ access }) => yesOrNo(access.principal?.accountEnabled ?? null),
  guest: ({ is }) => knownText(is.account?.isGuest),
  synchronized: ({ is }) => knownText(is.isSynchronized),
  microsoftAccount: ({ is }) => knownText(is.account?.isMicrosoftAccount),
  serviceAccountLike: ({ is }) => (is.account === null ? "" : yesOrNo(is.account.serviceWord !== null)),
  mfaRegistered: ({ is }) => knownText(is.account?.isMfaRegistered),
  licensed: ({ is }) => knownText(is.account?.isLicensed),
  unusedSince: ({ is }) => (is.account?.unusedSince.isKnown === true ? is.account.unusedSince.value : ""),
  roleName: (row) => roleOf(row)?.displayName ?? "",
  roleDefinitionId: ({ found }) => found.row.roleDefinitionId,
  roleTier: (row) => tierText(roleOf(row)),
  rolePrivileged: (row) => yesOrNo(roleOf(row)?.isPrivileged ?? null),
  scopeName: scopeNameOf,
  directoryScopeId: ({ found }) => found.row.directoryScopeId ?? "",
  appScopeId: ({ found }) => found.row.appScopeId ?? "",
  startDateTime: ({ found }) => ("startDateTime" in found.row ? (found.row.startDateTime ?? "") : ""),
  endDateTime: ({ found }) => ("endDateTime" in found.row ? (found.row.endDateTime ?? "") : ""),
  assignmentId: ({ found }) => found.row.id,
} as const satisfies Record<string, (row: FoundRow) => string>;

/** The names that a tenant's facts have. */
export function namesOf({ roles, administrativeUnits }: TenantFacts): TenantNames {
  return {
    roles: new Map(roles.map((role) => [role.id, role])),
    unitNames: new Map(
      administrativeUnits.map(({ id, displayName }) => [`/administrativeUnits/${id}`, displayName]),
    ),
  };
}

/** The lines of `assignments.csv` for everything that one principal holds. */
export function assignmentLines(access: PrincipalAccess, names: TenantNames): readonly (readonly string[])[] {
  const listed = new Set(access.roleAssignments.map(keyText));
  const active = new Set(access.assignments.map(keyText));
  const rows: readonly Found[] = [
    ...access.assignments.map(
      (row) => ({ list: "active", row, isInBothLists: listed.has(keyText(row)) }) as const,
    ),
    ...access.roleAssignments
      .filter((row) => !active.has(keyText(row)))
      .map((row) => ({ list: "roleAssignmentOnly", row }) as const),
    ...access.eligibilities.map((row) => ({ list: "eligible", row }) as const),
  ];
  const is = classify(access);
  return rows.map((found) =>
    Object.values(ASSIGNMENT_COLUMNS).map((column) => column({ found, access, is, names })),
  );
}

function roleOf({ found, names }: FoundRow): RoleDefinition | undefined {
  return names.roles.get(found.row.roleDefinitionId);
}

function scopeNameOf({ found, names }: FoundRow): string {
  const scope = found.row.directoryScopeId ?? found.row.appScopeId ?? "";
  return scope === "/" ? "tenant" : (names.unitNames.get(scope) ?? scope);
}

function tierText(role: RoleDefinition | undefined): string {
  return String((role === undefined ? null : tierOf(role)) ?? "");
}

function yesOrNo(value: boolean | null): string {
  return value === null ? "" : value ? "yes" : "no";
}

function knownText(fact: Known<boolean> | undefined): string {
  return yesOrNo(fact?.isKnown === true ? fact.value : null);
}
