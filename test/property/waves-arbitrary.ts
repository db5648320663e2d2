import fc from "fast-check";
import type { Inventory, Plan, PlanWave, Principal, WaveSelect } from "@standdown/domain";
import { arbitraryInventory, arbitraryPlan } from "./tenant-arbitrary.ts";

/** A group that holds a role, so that its members were read. */
export const TEAM_ID = "00000007-0000-4000-8000-000000000001";
const DEPARTMENTS = ["Sales", "Support"];
const COUNTRIES = ["Germany", "Norway"];

const person = fc
  .integer({ min: 1, max: 30 })
  .map((at) => `00000001-0000-4000-8000-${String(at).padStart(12, "0")}`);

const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 6 });

const select: fc.Arbitrary<WaveSelect> = fc.oneof(
  fc.record({ principals: some(person) }),
  fc.record({ departments: some(fc.constantFrom(...DEPARTMENTS)) }),
  fc.record({ countries: some(fc.constantFrom(...COUNTRIES)), departments: some(fc.constantFrom("Sales")) }),
  fc.constant(TEAM_ID).map((id) => ({ groups: [id] })),
  fc.constantFrom("Role 2", "Role 3").map((name) => ({ roles: [{ name }] })),
);

const selecting: fc.Arbitrary<Omit<PlanWave, "name">> = fc.record(
  {
    select,
    size: fc.integer({ min: 1, max: 4 }).map((count) => ({ count })),
    muteAssignmentMails: fc.boolean(),
  },
  { requiredKeys: ["select"] },
);

/** Plans with waves that select people, before others that do not. */
export const arbitrarySelectingPlan: fc.Arbitrary<Plan> = fc
  .tuple(arbitraryPlan, fc.array(selecting, { minLength: 1, maxLength: 4 }))
  .map(([plan, waves]) => ({
    ...plan,
    spec: {
      ...plan.spec,
      waves: [...waves.map((wave, at) => ({ name: `selecting-${at}`, ...wave })), ...plan.spec.waves],
    },
  }));

/** A tenant in which some are in the group, and people are in countries. */
export const arbitraryWorld: fc.Arbitrary<Inventory> = fc
  .tuple(arbitraryInventory, some(person), fc.infiniteStream(fc.constantFrom(null, ...COUNTRIES)))
  .map(([inventory, userIds, countries]) => ({
    ...inventory,
    principals: inventory.principals.map((one): Principal => ({
      ...one,
      country: countries.next().value ?? null,
    })),
    groupMembers: [{ id: TEAM_ID, userIds, groupIds: [], servicePrincipalIds: [] }],
  }));
