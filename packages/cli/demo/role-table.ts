import { isStanding, type AssignmentInstance, type EligibilityInstance } from "@standdown/domain";
import { tableOf } from "../display/table.ts";

/** What one inventory says about who holds what. */
export type Access = {
  readonly assignments: readonly AssignmentInstance[];
  readonly eligibilities: readonly EligibilityInstance[];
};

type Counts = {
  standingBefore: number;
  standingAfter: number;
  eligibleBefore: number;
  eligibleAfter: number;
};

const NONE: Counts = { standingBefore: 0, standingAfter: 0, eligibleBefore: 0, eligibleAfter: 0 };

/** Before and after of every role in which anybody holds anything, as lines; roles by what was moved. */
export function roleTable(before: Access, after: Access, roleNames: ReadonlyMap<string, string>): string[] {
  const roles = new Map<string, Counts>();
  const count = (roleDefinitionId: string, field: keyof Counts): void => {
    const counts = roles.get(roleDefinitionId) ?? { ...NONE };
    counts[field] += 1;
    roles.set(roleDefinitionId, counts);
  };
  for (const row of before.assignments.filter(isStanding)) count(row.roleDefinitionId, "standingBefore");
  for (const row of after.assignments.filter(isStanding)) count(row.roleDefinitionId, "standingAfter");
  for (const row of before.eligibilities) count(row.roleDefinitionId, "eligibleBefore");
  for (const row of after.eligibilities) count(row.roleDefinitionId, "eligibleAfter");
  const rows = [...roles].toSorted(([, a], [, b]) => b.standingBefore - a.standingBefore);
  return tableOf(
    [{ title: "role" }, { title: "standing", align: "right" }, { title: "eligible", align: "right" }],
    rows.map(([id, counts]) => [roleNames.get(id) ?? id, ...cellsOf(counts)]),
    ["all roles", ...cellsOf([...roles.values()].reduce(sumOf, NONE))],
  );
}

function cellsOf({ standingBefore, standingAfter, eligibleBefore, eligibleAfter }: Counts): string[] {
  return [`${standingBefore} → ${standingAfter}`, `${eligibleBefore} → ${eligibleAfter}`];
}

function sumOf(a: Counts, b: Counts): Counts {
  return {
    standingBefore: a.standingBefore + b.standingBefore,
    standingAfter: a.standingAfter + b.standingAfter,
    eligibleBefore: a.eligibleBefore + b.eligibleBefore,
    eligibleAfter: a.eligibleAfter + b.eligibleAfter,
  };
}
