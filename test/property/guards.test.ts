import fc from "fast-check";
import { expect, test } from "vitest";
import {
  activationNeeds,
  compilePlan,
  isStanding,
  keyText,
  manifestDigest,
  type AccessKey,
  type Inventory,
  type Manifest,
  type Plan,
} from "@standdown/domain";
import { arbitraryInventory, arbitraryPlan, BREAK_GLASS, GLOBAL_ADMINISTRATOR } from "./tenant-arbitrary.ts";

const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";

/** Plans that may take every role, enforce every guard, and name operators. */
const arbitraryStrictPlan: fc.Arbitrary<Plan> = fc
  .record({
    plan: arbitraryPlan,
    takesEveryRole: fc.boolean(),
    minimum: fc.integer({ min: 1, max: 3 }),
    mode: fc.constantFrom("enforce", "enforce", "warn" as const),
  })
  .map(({ plan, takesEveryRole, minimum, mode }) => ({
    ...plan,
    spec: {
      ...plan.spec,
      selection: {
        ...plan.spec.selection,
        roles: takesEveryRole
          ? [{ all: "remaining" as const }, { id: GLOBAL_ADMINISTRATOR }]
          : [{ all: "remaining" as const }],
        tierZero: true as const,
      },
      guards: { availabilityFloor: { mode, minimum } },
    },
  }));

/** Tenants in which both lists agree, most of them: the others are refused. */
const arbitraryAgreeing = fc
  .tuple(arbitraryInventory, fc.integer({ min: 0, max: 9 }))
  .map(([inventory, dice]): Inventory => {
    if (dice === 0) return inventory;
    const listed = new Set(inventory.roleAssignments.map(keyText));
    const assignments = inventory.assignments.filter((row) => listed.has(keyText(row)));
    const held = new Set(assignments.map(keyText));
    return {
      ...inventory,
      assignments,
      roleAssignments: inventory.roleAssignments.filter((row) => held.has(keyText(row))),
    };
  });

function compile(plan: Plan, inventory: Inventory): Manifest | null {
  const compiled = compilePlan({
    plan,
    inventory,
    now: new Date("2026-06-01T00:00:00Z"),
    former: null,
    ownAppId: null,
  });
  return compiled.ok ? compiled.manifest : null;
}

/** Runs a property over plans that compile, and sees to it that there are enough of them. */
function assertOfCompiled(holds: (manifest: Manifest, inventory: Inventory, plan: Plan) => void): void {
  let compiledCount = 0;
  fc.assert(
    fc.property(arbitraryStrictPlan, arbitraryAgreeing, (plan, inventory) => {
      const manifest = compile(plan, inventory);
      if (manifest === null) return;
      compiledCount += 1;
      holds(manifest, inventory, plan);
    }),
    { numRuns: 300 },
  );
  expect(compiledCount).toBeGreaterThan(50);
}

/** Standing rows that the manifest leaves. */
function standingAtEnd(manifest: Manifest, inventory: Inventory): Inventory["assignments"] {
  const converted = new Set(
    manifest.entries
      .filter(({ disposition }) => disposition === "convert")
      .map(({ assignmentId }) => assignmentId),
  );
  return inventory.assignments.filter((row) => isStanding(row) && !converted.has(row.id));
}

test("the end state of any compiled plan keeps the emergency access accounts and the last Global Administrators", () => {
  assertOfCompiled((manifest, inventory, plan) => {
    const governing = standingAtEnd(manifest, inventory).filter(
      ({ roleDefinitionId, directoryScopeId }) =>
        roleDefinitionId === GLOBAL_ADMINISTRATOR && directoryScopeId === "/",
    );
    const holders = new Set(governing.map(({ principalId }) => principalId));
    expect(BREAK_GLASS.every((id) => holders.has(id))).toBe(true);
    expect(holders.size).toBeGreaterThanOrEqual(plan.spec.emergencyAccess.minimumStanding);
    const touched = manifest.entries.filter(({ disposition }) => disposition === "convert");
    expect(touched.filter(({ key }) => BREAK_GLASS.some((id) => id === key.principalId))).toEqual([]);
  });
});

test("the end state of any compiled plan that enforces a floor keeps it", () => {
  assertOfCompiled((manifest, inventory, plan) => {
    const floor = plan.spec.guards?.availabilityFloor;
    if (floor?.mode !== "enforce") return;
    const people = new Map(inventory.principals.map((principal) => [principal.id, principal]));
    const mfa = new Map(inventory.mfaRegistrations.map((row) => [row.id, row.isMfaRegistered]));
    const asksForMfa = (roleId: string): boolean => {
      const settings = inventory.roleSettings.find((one) => one.roleDefinitionId === roleId);
      return (
        settings === undefined || activationNeeds(settings).requires.includes("MultiFactorAuthentication")
      );
    };
    const standing = standingAtEnd(manifest, inventory);
    const converted = manifest.entries.filter(({ disposition }) => disposition === "convert");
    const eligible = [
      ...inventory.eligibilities.filter(({ memberType }) => memberType === "Direct"),
      ...converted.map(({ key }) => key),
    ];
    const ids = new Set([...people.keys()].filter((id) => people.get(id)?.accountEnabled !== false));
    const membersOf = (groupId: string, seen: readonly string[] = []): string[] => {
      const group = inventory.groupMembers.find(({ id }) => id === groupId);
      if (group === undefined || seen.includes(groupId)) return [];
      const below = group.groupIds.flatMap((id) => membersOf(id, [...seen, groupId]));
      return [...group.userIds, ...below];
    };
    const holdersOf = (principalId: string): string[] =>
      people.get(principalId)?.type === "group" ? membersOf(principalId) : [principalId];
    for (const { key } of converted) {
      if (key.directoryScopeId !== "/") continue;
      const isHere = (other: typeof key): boolean =>
        other.roleDefinitionId === key.roleDefinitionId && other.directoryScopeId === "/";
      const usable = new Set([
        ...standing.filter(isHere).flatMap(({ principalId }) => holdersOf(principalId)),
        ...eligible
          .filter(isHere)
          .flatMap(({ principalId }) => holdersOf(principalId))
          .filter((id) => ids.has(id) && (!asksForMfa(key.roleDefinitionId) || mfa.get(id) === true)),
      ]);
      expect(usable.size).toBeGreaterThanOrEqual(floor.minimum);
    }
  });
});

test("whoever approves activations is moved in the last wave, and some approver of every role that is moved can be there", () => {
  assertOfCompiled((manifest, inventory) => {
    const last = manifest.waves.length - 1;
    const converted = manifest.entries.filter(({ disposition }) => disposition === "convert");
    const moved = new Set(converted.map(({ key }) => key.roleDefinitionId));
    const canSignIn = new Set(
      inventory.principals
        .filter((one) => one.accountEnabled === true && one.type === "user")
        .map(({ id }) => id),
    );
    const deciding = new Set([GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR]);
    for (const settings of inventory.roleSettings) {
      const { approvers } = activationNeeds(settings);
      if (approvers === null) continue;
      const named = new Set(approvers.map(({ id }) => id));
      for (const { key, wavePosition } of converted) {
        if (named.has(key.principalId)) expect(wavePosition).toBe(last);
      }
      if (!moved.has(settings.roleDefinitionId)) continue;
      const users = approvers.filter(({ kind }) => kind === "user");
      if (users.length === approvers.length && users.length > 0) {
        expect(users.some(({ id }) => canSignIn.has(id))).toBe(true);
      }
      if (approvers.length > 0) continue;
      const isThere = ({ roleDefinitionId, principalId, directoryScopeId }: AccessKey): boolean =>
        deciding.has(roleDefinitionId) &&
        directoryScopeId === "/" &&
        !BREAK_GLASS.some((id) => id === principalId);
      const isActive = standingAtEnd(manifest, inventory).some(isThere);
      const isEligible = [...inventory.eligibilities, ...converted.map(({ key }) => key)].some(isThere);
      const own = inventory.roleSettings.find((one) => one.roleDefinitionId === GLOBAL_ADMINISTRATOR);
      const asked = own === undefined ? null : activationNeeds(own).approvers;
      // Where the administrators themselves need an administrator's word, one of them must be active already.
      if (asked?.length === 0) expect(isActive).toBe(true);
      else expect(isActive || isEligible).toBe(true);
    }
  });
});

test("compiling twice, read in another order, gives the same digest, findings and all; another finding does not", () => {
  assertOfCompiled((manifest, inventory, plan) => {
    const turned: Inventory = {
      ...inventory,
      id: "another",
      principals: inventory.principals.toReversed(),
      assignments: inventory.assignments.toReversed(),
      eligibilities: inventory.eligibilities.toReversed(),
      groupMembers: inventory.groupMembers.toReversed(),
    };
    const again = compile(plan, turned);
    expect(again?.findings).toEqual(manifest.findings);
    expect(again === null ? null : manifestDigest(again)).toBe(manifestDigest(manifest));
    const [first] = manifest.findings;
    if (first === undefined) return;
    const findings = [{ ...first, message: "something else" }, ...manifest.findings.slice(1)];
    expect(manifestDigest({ ...manifest, findings })).not.toBe(manifestDigest(manifest));
  });
});

test("no scope widens: what becomes eligible is a standing assignment's own principal, role and scope", () => {
  assertOfCompiled((manifest, inventory) => {
    const standing = new Map(inventory.assignments.filter(isStanding).map((row) => [row.id, keyText(row)]));
    for (const { key, assignmentId, disposition } of manifest.entries) {
      if (disposition === "convert") expect(keyText(key)).toBe(standing.get(assignmentId));
    }
  });
});
