import { DIFFERENCE_KINDS, REVIEWED_PROPERTIES, type NamedDifference } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { countsOf, Id, listOf, namedShape, nullable, shape } from "./shape.ts";

const Count = Type.Integer({ minimum: 0 });
const Value = Type.Union([Type.String(), Type.Boolean(), Type.Null()]);

/** One difference between two inventories. */
export const DifferenceDocument = namedShape(
  "Difference",
  "One difference between two inventories: of a principal (role and scope are null), or of its access.",
  {
    kind: Type.Enum([...DIFFERENCE_KINDS]),
    principalId: Type.String(),
    principalName: Type.String(),
    roleDefinitionId: nullable(Type.String()),
    roleName: nullable(Type.String()),
    directoryScopeId: nullable(Type.String()),
    appScopeId: nullable(Type.String()),
    scopeName: nullable(Type.String()),
    changed: listOf(
      shape({ property: Type.Enum([...REVIEWED_PROPERTIES, "presence"]), from: Value, to: Value }),
    ),
  },
);
export type DifferenceDocument = Static<typeof DifferenceDocument>;

/** How many differences there are, and in which roles. */
export const ComparisonDocument = namedShape("Comparison", "How two inventories differ, counted.", {
  earlierId: Id,
  laterId: Id,
  counts: countsOf(DIFFERENCE_KINDS),
  byRole: listOf(
    shape({
      roleDefinitionId: Type.String(),
      roleName: Type.String(),
      standingAdded: Count,
      standingRemoved: Count,
      eligibleAdded: Count,
      eligibleRemoved: Count,
    }),
  ),
});
export type ComparisonDocument = Static<typeof ComparisonDocument>;

/** The columns of `comparison.csv`, in order, and where each comes from. */
export const COMPARISON_COLUMNS = {
  kind: (difference: NamedDifference) => difference.kind,
  principalName: (difference: NamedDifference) => difference.principalName,
  principalId: (difference: NamedDifference) => difference.principalId,
  roleName: (difference: NamedDifference) => difference.roleName ?? "",
  roleDefinitionId: (difference: NamedDifference) => difference.roleDefinitionId ?? "",
  scopeName: (difference: NamedDifference) => difference.scopeName ?? "",
  directoryScopeId: (difference: NamedDifference) => difference.directoryScopeId ?? "",
  appScopeId: (difference: NamedDifference) => difference.appScopeId ?? "",
  changed: (difference: NamedDifference) =>
    difference.changed
      .map(({ property, from, to }) => `${property}: ${String(from)} to ${String(to)}`)
      .join("; "),
} as const satisfies Record<string, (difference: NamedDifference) => string>;
