import type { ComparisonDocument, DifferenceDocument } from "@standdown/contracts";
import { tableOf } from "./table.ts";
import { DIFFERENCE_WORDS } from "./words.ts";

/** How two inventories differ: principals in words, access by role. */
export function comparisonLines({ counts, byRole }: ComparisonDocument): string[] {
  const { principalNew, principalGone, principalChanged } = counts;
  const principals = `principals: ${principalNew} new, ${principalGone} gone, ${principalChanged} changed`;
  if (byRole.length === 0) return [principals, "access: no difference"];
  const right = "right" as const;
  return [
    principals,
    "",
    ...tableOf(
      [
        { title: "role" },
        { title: "standing +", align: right },
        { title: "standing -", align: right },
        { title: "eligible +", align: right },
        { title: "eligible -", align: right },
      ],
      byRole.map((role) => [
        role.roleName,
        role.standingAdded,
        role.standingRemoved,
        role.eligibleAdded,
        role.eligibleRemoved,
      ]),
      [
        "all roles",
        counts.standingAdded,
        counts.standingRemoved,
        counts.eligibleAdded,
        counts.eligibleRemoved,
      ],
    ),
  ];
}

/** One difference in a line. */
export function differenceLine({
  kind,
  principalName,
  roleName,
  scopeName,
  changed,
}: DifferenceDocument): string {
  const about =
    roleName === null
      ? changed.map(({ property, from, to }) => `${property} ${String(from)} -> ${String(to)}`).join(", ")
      : `${roleName}, ${scopeName ?? ""}`;
  return `${DIFFERENCE_WORDS[kind]}  ${principalName}  ${about}`;
}
