import { describe, expect, test } from "vitest";
import { BUILT_IN_ROLES, GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import { createClock } from "../clock.ts";
import { countState, stateText } from "../control/state-dump.ts";
import type { AccessId } from "../state/group-access.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { Schedule } from "../state/schedule.ts";
import { idsInGroup } from "../state/group-members.ts";
import { isSameGrant, isStanding } from "../state/schedule.ts";
import type { GroupSide } from "../state/sides.ts";
import { seedTenant } from "./tenant.ts";
import type { SeededTenant } from "./tenant.ts";

const EPOCH_AT = Date.parse("2026-10-05T08:00:00Z");

function seeded(seed: number, adminCount: number): SeededTenant {
  return seedTenant({
    seed,
    adminCount,
    epochAt: EPOCH_AT,
    minimumAgeMs: 300_000,
    clock: createClock(() => EPOCH_AT),
    profile: "ideal",
    lagFactor: 1,
  });
}

function whole({ tenant, facts }: SeededTenant): string {
  const kinds = ["user", "group", "servicePrincipal", "application", "administrativeUnit"] as const;
  const objects = kinds.map((kind) => tenant.directory.all(kind));
  return JSON.stringify({
    facts,
    objects,
    state: [...stateText(tenant)].join(""),
    policies: tenant.policies.all(),
    roles: tenant.roles.all(),
    contexts: tenant.access.contexts(),
    conditionalAccess: tenant.access.policies(),
    licences: tenant.licences,
  });
}

describe("a seeded tenant", () => {
  test("is the same for the same seed, byte for byte, and another for another", () => {
    expect(whole(seeded(7, 60))).toBe(whole(seeded(7, 60)));
    expect(whole(seeded(7, 60))).not.toBe(whole(seeded(8, 60)));
  });

  test.each([1, 2, 9, 10, 400])(
    "of %i administrators can be made, and nothing in it is a violation",
    (adminCount) => {
      const { tenant } = seeded(3, adminCount);
      expect(tenant.watchdog.violations).toEqual([]);
      expect(tenant.directory.all("user").length).toBeGreaterThanOrEqual(adminCount + 6);
    },
  );

  test("has every kind of case, in likely numbers", () => {
    const { tenant, facts } = seeded(7, 400);
    const counts = countState(tenant);
    expect(counts["standing"]).toBeGreaterThan(400);
    expect((counts["standing"] ?? 0) + (counts["timeBound"] ?? 0)).toBeLessThan(700);
    expect(counts["timeBound"]).toBeGreaterThan(20);
    expect(counts["activated"]).toBeGreaterThan(5);
    const assigned = [...tenant.schedules.all("assignment").values()];
    const origins = new Set(assigned.map((row) => `${row.origin} ${row.endAt === null}`));
    expect(origins).toEqual(new Set(["outsidePim true", "pim true", "pim false"]));
    expect(
      assigned.filter((row) => row.directoryScopeId?.startsWith("/administrativeUnits/")).length,
    ).toBeGreaterThan(20);
    expect(facts.onlyEligibleIds.length).toBeGreaterThan(5);
    const users = tenant.directory.all("user").filter((object) => object.kind === "user");
    expect(users.some((user) => user.userType === "Guest")).toBe(true);
    expect(users.some((user) => !user.accountEnabled)).toBe(true);
    expect(users.some((user) => user.onPremisesSyncEnabled === true)).toBe(true);
  });

  test("has Message Center Reader more often than any other role", () => {
    const { tenant } = seeded(7, 400);
    const counts = BUILT_IN_ROLES.map((role) => ({
      name: role.displayName,
      count: tenant.schedules.ofRole("assignment", role.id).size,
    })).toSorted((one, other) => other.count - one.count);
    expect(counts[0]?.name).toBe("Message Center Reader");
    expect(counts.filter((role) => role.count > 0).length).toBeGreaterThan(35);
  });

  test("holds no obsolete or system-assigned role but that of the synchronization account", () => {
    const { tenant, facts } = seeded(7, 400);
    const excluded = BUILT_IN_ROLES.filter(
      (role) => role.isObsoleteOrService || role.assignmentMode !== "allowed",
    );
    const holders = excluded.flatMap((role) => [...tenant.schedules.ofRole("assignment", role.id).values()]);
    expect(holders.map((row) => row.principalId)).toEqual([facts.synchronizationAccountId]);
  });

  test("limits only roles to administrative units that can be limited so", () => {
    const { tenant } = seeded(7, 400);
    const scopable = new Set(
      BUILT_IN_ROLES.filter((role) => role.isScopableToAdministrativeUnit).map((role) => role.id),
    );
    for (const side of ["assignment", "eligibility"] as const) {
      for (const row of tenant.schedules.all(side).values()) {
        if (row.directoryScopeId?.startsWith("/administrativeUnits/") === true) {
          expect(scopable.has(row.roleDefinitionId)).toBe(true);
        }
      }
    }
  });

  test("has two cloud-only break-glass accounts that are permanent Global Administrators, and others eligible", () => {
    const { tenant, facts } = seeded(7, 400);
    const standing = tenant.activeGlobalAdministrators().filter(isStanding);
    expect(standing.map((row) => row.principalId)).toEqual(facts.breakGlassIds);
    expect(facts.breakGlassIds.map((id) => tenant.directory.user(id)?.displayName)).toEqual([
      "Break Glass 1",
      "Break Glass 2",
    ]);
    expect(facts.breakGlassIds.every((id) => tenant.directory.user(id)?.onPremisesSyncEnabled === null)).toBe(
      true,
    );
    expect(tenant.schedules.ofRole("eligibility", GLOBAL_ADMINISTRATOR).size).toBe(3);
    expect(tenant.activeGlobalAdministrators()).toHaveLength(3);
  });

  test("has people who are eligible for exactly what they also hold standing", () => {
    const { tenant, facts } = seeded(7, 400);
    expect(facts.alreadyEligibleIds.length).toBeGreaterThan(5);
    for (const id of facts.alreadyEligibleIds) {
      const standing = [...tenant.schedules.ofPrincipal("assignment", id).values()].find(isStanding);
      const [eligible] = tenant.schedules.ofPrincipal("eligibility", id).values();
      expect(standing !== undefined && eligible !== undefined && isSameGrant(standing, eligible)).toBe(true);
    }
  });

  test("has groups in PIM, with people in them by every way there is, and groups that can never be", () => {
    const { tenant, facts } = seeded(7, 60);
    expect(facts.onboardedGroupIds).toHaveLength(3);
    for (const id of facts.onboardedGroupIds) {
      const held = (side: GroupSide, accessId: AccessId): Schedule[] => [
        ...tenant.schedules.ofRole(side, accessRoleId(id, accessId)).values(),
      ];
      const ways = held("groupAssignment", "member").map((row) => `${row.origin} ${row.assignmentType}`);
      expect(ways.toSorted((one, other) => one.localeCompare(other))).toEqual([
        "outsidePim Assigned",
        "pim Activated",
        "pim Assigned",
      ]);
      expect(held("groupEligibility", "member")).toHaveLength(2);
      expect(held("groupAssignment", "owner")).toHaveLength(1);
      expect(held("groupEligibility", "owner")).toHaveLength(1);
    }
    const others = facts.notOnboardableGroupIds.map((id) => tenant.directory.byId(id));
    expect(others).toMatchObject([{ groupTypes: ["DynamicMembership"] }, { onPremisesSyncEnabled: true }]);
  });

  test("has roles of its own: held outside PIM, held in PIM, and eligible, with settings like any role", () => {
    const { tenant, facts } = seeded(7, 400);
    expect(facts.customRoleIds).toHaveLength(2);
    for (const id of facts.customRoleIds) {
      expect(tenant.roles.get(id)).toMatchObject({ isBuiltIn: false, templateId: id });
      expect(tenant.policies.ofRole(id)?.rules).toHaveLength(17);
      const held = [...tenant.schedules.ofRole("assignment", id).values()];
      expect(held.map((row) => row.origin)).toEqual(["outsidePim", "pim"]);
      expect(tenant.schedules.ofRole("eligibility", id).size).toBe(1);
    }
  });

  test("has groups of every kind: dynamic, synchronized, of Microsoft 365, and one inside another", () => {
    const { tenant } = seeded(7, 400);
    const groups = tenant.directory.all("group").filter((object) => object.kind === "group");
    const dynamic = groups.find((group) => group.membershipRule !== null);
    expect(dynamic?.groupTypes).toEqual(["DynamicMembership"]);
    expect(
      idsInGroup(tenant, dynamic?.id ?? "", "member").every(
        (id) => tenant.directory.user(id)?.department === "IT Operations",
      ),
    ).toBe(true);
    expect(groups.some((group) => group.onPremisesSyncEnabled === true)).toBe(true);
    expect(groups.some((group) => group.groupTypes?.includes("Unified"))).toBe(true);
    const outer = groups.filter((group) =>
      idsInGroup(tenant, group.id, "member").some((id) => tenant.directory.byId(id)?.kind === "group"),
    );
    expect(outer).toHaveLength(1);
    expect(outer[0]?.isAssignableToRole).toBeNull();
    expect(
      groups
        .filter((group) => group.isAssignableToRole)
        .every((group) => idsInGroup(tenant, group.id, "owner").length > 0),
    ).toBe(true);
  });

  test("has people who signed in lately, long ago and never, most of them ready for a second factor", () => {
    const { tenant, facts } = seeded(7, 400);
    const users = tenant.directory.all("user").filter((object) => object.kind === "user");
    const oldAt = EPOCH_AT - 90 * 24 * 60 * 60 * 1000;
    const never = users.filter((user) => user.signIns === null).length;
    const long = users.filter((user) => (user.signIns?.lastAt ?? EPOCH_AT) < oldAt).length;
    const ready = users.filter((user) => user.registration?.isMfaRegistered).length;
    expect(never).toBeGreaterThan(10);
    expect(long).toBeGreaterThan(20);
    expect(never + long).toBeLessThan(users.length / 3);
    expect(ready).toBeGreaterThan(users.length * 0.85);
    expect(ready).toBeLessThan(users.length);
    const account = tenant.directory.user(facts.microsoftAccountId);
    expect(account?.isMicrosoftAccount).toBe(true);
    expect(tenant.schedules.ofPrincipal("assignment", facts.microsoftAccountId).size).toBe(1);
  });

  test("bought a few more licences than it uses, and guards its administrators, but not the break-glass accounts", () => {
    const { tenant, facts } = seeded(7, 400);
    for (const { product, seatCount } of tenant.licences) {
      expect(tenant.directory.userCountOf(product.skuId)).toBeGreaterThan(0);
      expect(tenant.directory.userCountOf(product.skuId)).toBeLessThan(seatCount);
    }
    const policies = tenant.access.policies();
    expect(policies.filter((policy) => policy.includedRoleIds.includes(GLOBAL_ADMINISTRATOR))).toHaveLength(
      2,
    );
    expect(policies.every((policy) => policy.excludedUsers.join() === facts.breakGlassIds.join())).toBe(true);
    expect(tenant.access.contexts().map((context) => context.id)).toEqual(["c1", "c2", "c3"]);
  });
});
