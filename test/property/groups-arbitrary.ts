import fc from "fast-check";
import type { Inventory, Principal } from "@standdown/domain";
import { uuid } from "./small-ids.ts";

/** Groups with whoever is in them, of the same few ids that everybody has. */
export const arbitraryGroupMembers = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 1, max: 30 }).map((at) => uuid(1, at)),
    userIds: fc.uniqueArray(
      fc.integer({ min: 1, max: 40 }).map((at) => uuid(1, at)),
      { maxLength: 5 },
    ),
    groupIds: fc.uniqueArray(
      fc.integer({ min: 1, max: 30 }).map((at) => uuid(1, at)),
      { maxLength: 2 },
    ),
    servicePrincipalIds: fc.constant([]),
  }),
  { selector: ({ id }) => id, maxLength: 8 },
);

/** An id is of one kind: groups are no people, and people no groups. */
export function withoutOtherKinds(
  groups: Inventory["groupMembers"],
  principals: readonly Principal[],
): Inventory["groupMembers"] {
  const typeOf = new Map(principals.map(({ id, type }) => [id, type]));
  const canBe = (type: Principal["type"]) => (id: string) => (typeOf.get(id) ?? type) === type;
  return groups
    .filter(({ id }) => canBe("group")(id))
    .map((group) => ({
      ...group,
      userIds: group.userIds.filter(canBe("user")),
      groupIds: group.groupIds.filter(canBe("group")),
    }));
}
