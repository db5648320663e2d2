import { isStanding, keyText, type AccessKey } from "./access.ts";
import type { PrincipalAccess } from "./principal-access.ts";

/** What can be different between two inventories, in the order in which a principal's differences are told. */
export const DIFFERENCE_KINDS = [
  "principalNew",
  "principalGone",
  "principalChanged",
  "standingAdded",
  "standingRemoved",
  "eligibleAdded",
  "eligibleRemoved",
] as const;
/** One of them. */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** The properties of a principal that a review is about. */
export const REVIEWED_PROPERTIES = ["type", "accountEnabled", "userType"] as const;

/**
 * How an inventory knows a principal: `known` to the directory; `unknown` to it, though there are rows of it (deleted);
 * `absent` where there are none either: it holds nothing, and is in no group that matters.
 */
export type Presence = "known" | "unknown" | "absent";

/** What changed: one of {@link REVIEWED_PROPERTIES}, or `presence`. */
export type PropertyChange = {
  readonly property: (typeof REVIEWED_PROPERTIES)[number] | "presence";
  readonly from: string | boolean | null;
  readonly to: string | boolean | null;
};

/**
 * One difference. Of a principal, role and scope are null, and `changed` says what; of access, `changed` is empty. Rows
 * are compared by principal, role and scope: that PIM gave a row another id is no difference.
 */
export type AccessDifference = {
  readonly kind: DifferenceKind;
  readonly principalId: string;
  readonly roleDefinitionId: string | null;
  readonly directoryScopeId: string | null;
  readonly appScopeId: string | null;
  readonly changed: readonly PropertyChange[];
};

/** The same with names for people, as the later inventory has them, else the earlier one, else the id. */
export type NamedDifference = AccessDifference & {
  readonly principalName: string;
  readonly roleName: string | null;
  readonly scopeName: string | null;
};

/** How many differences of each kind. */
export type DifferenceCounts = Readonly<Record<DifferenceKind, number>>;
/** The same of the access to one role. */
export type RoleDifferenceCounts = {
  readonly roleDefinitionId: string;
  readonly roleName: string;
  readonly standingAdded: number;
  readonly standingRemoved: number;
  readonly eligibleAdded: number;
  readonly eligibleRemoved: number;
};

/** What is different about one principal. Standing access is compared, and eligible access that is its own. */
export function compareAccess(earlier: PrincipalAccess, later: PrincipalAccess): readonly AccessDifference[] {
  return [
    ...principalDifferences(earlier, later),
    ...keyDifferences("standing", standingOf(earlier), standingOf(later)),
    ...keyDifferences("eligible", eligibleOf(earlier), eligibleOf(later)),
  ];
}

function principalDifferences(earlier: PrincipalAccess, later: PrincipalAccess): AccessDifference[] {
  const difference = (kind: DifferenceKind, changed: readonly PropertyChange[]): AccessDifference => ({
    kind,
    principalId: later.principalId,
    roleDefinitionId: null,
    directoryScopeId: null,
    appScopeId: null,
    changed,
  });
  const presence = [{ property: "presence", from: presenceOf(earlier), to: presenceOf(later) } as const];
  if (earlier.principal === null && later.principal === null) return [];
  if (earlier.principal === null) return [difference("principalNew", presence)];
  if (later.principal === null) return [difference("principalGone", presence)];
  const { principal: before } = earlier;
  const { principal: after } = later;
  const changed = REVIEWED_PROPERTIES.filter((property) => before[property] !== after[property]).map(
    (property) => ({ property, from: before[property], to: after[property] }),
  );
  return changed.length === 0 ? [] : [difference("principalChanged", changed)];
}

function presenceOf(access: PrincipalAccess): Presence {
  if (access.principal !== null) return "known";
  const { roleAssignments, assignments, eligibilities } = access;
  return [roleAssignments, assignments, eligibilities].some((rows) => rows.length > 0) ? "unknown" : "absent";
}

function standingOf({ assignments }: PrincipalAccess): Map<string, AccessKey> {
  return new Map(assignments.filter(isStanding).map((row) => [keyText(row), row]));
}

function eligibleOf({ eligibilities }: PrincipalAccess): Map<string, AccessKey> {
  return new Map(
    eligibilities.filter(({ memberType }) => memberType === "Direct").map((row) => [keyText(row), row]),
  );
}

type Keys = ReadonlyMap<string, AccessKey>;

function keyDifferences(side: "standing" | "eligible", earlier: Keys, later: Keys): AccessDifference[] {
  return [...missing(`${side}Added`, later, earlier), ...missing(`${side}Removed`, earlier, later)];
}

function missing(kind: DifferenceKind, from: Keys, other: Keys): AccessDifference[] {
  return [...from]
    .filter(([text]) => !other.has(text))
    .map(([, { principalId, roleDefinitionId, directoryScopeId, appScopeId }]) => ({
      kind,
      principalId,
      roleDefinitionId,
      directoryScopeId,
      appScopeId,
      changed: [],
    }));
}
