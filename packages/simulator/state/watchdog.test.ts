import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schedule } from "./schedule.ts";
import { isStanding } from "./schedule.ts";
import { Watchdog } from "./watchdog.ts";

function row(of: Partial<Schedule>): Schedule {
  return {
    order: 1,
    side: "assignment",
    id: "id",
    instanceId: "id",
    principalId: "person",
    roleDefinitionId: "role",
    directoryScopeId: "/",
    appScopeId: null,
    origin: "pim",
    assignmentType: "Assigned",
    memberType: "Direct",
    listing: "usual",
    createdAt: 0,
    modifiedAt: null,
    startAt: 0,
    endAt: null,
    isInForce: true,
    activatedUsing: null,
    storedAt: 0,
    ...of,
  };
}

const AT_UNIT = { directoryScopeId: "/administrativeUnits/a" };
const STANDING = row({});
const ELIGIBLE = row({ side: "eligibility" });

function watch(...changes: readonly (readonly [Schedule | null, Schedule | null])[]): string[] {
  const watchdog = new Watchdog();
  for (const [index, [before, after]] of changes.entries()) watchdog.observe(before, after, index);
  return watchdog.violations.map((violation) => `${violation.kind} at ${violation.at}`);
}

describe("the watchdog", () => {
  test("lets pass who becomes eligible first and loses standing access then", () => {
    expect(watch([null, STANDING], [null, ELIGIBLE], [STANDING, null])).toEqual([]);
  });

  test("counts who loses standing access first, once, also when all is put right later", () => {
    expect(watch([null, STANDING], [STANDING, null], [null, ELIGIBLE])).toEqual(["noAccess at 1"]);
  });

  test("counts each loss anew once standing access was there again", () => {
    const changes = watch([null, STANDING], [STANDING, null], [null, STANDING], [STANDING, null]);
    expect(changes).toEqual(["noAccess at 1", "noAccess at 3"]);
  });

  test("counts who is made eligible at the tenant for what was held at a unit, once, removal included", () => {
    const narrow = row(AT_UNIT);
    expect(watch([null, narrow], [null, ELIGIBLE], [narrow, null])).toEqual(["widened at 1"]);
  });

  test("counts who is made eligible at another unit", () => {
    const other = row({ side: "eligibility", directoryScopeId: "/administrativeUnits/b" });
    expect(watch([null, row(AT_UNIT)], [null, other])).toEqual(["widened at 1"]);
  });

  test("lets pass who is made eligible at a unit for what was held at the tenant", () => {
    expect(watch([null, STANDING], [null, row({ side: "eligibility", ...AT_UNIT })])).toEqual([]);
  });

  test("lets pass what begins for people who held nothing", () => {
    expect(watch([null, ELIGIBLE], [ELIGIBLE, null])).toEqual([]);
  });

  test("takes assigned access with an end for access as long as it lasts", () => {
    const timeBound = row({ id: "t", endAt: 99 });
    const changes = watch([null, STANDING], [null, timeBound], [STANDING, null], [timeBound, null]);
    expect(changes).toEqual(["noAccess at 3"]);
  });

  test("does not take an activation for access of its own", () => {
    const activation = row({ id: "a", assignmentType: "Activated", endAt: 99 });
    expect(watch([null, STANDING], [null, activation], [STANDING, null])).toEqual(["noAccess at 2"]);
  });

  test("does not take an eligibility for access before its start", () => {
    const future = row({ side: "eligibility", isInForce: false });
    expect(watch([null, STANDING], [null, future], [STANDING, null])).toEqual(["noAccess at 2"]);
  });

  test("asks no more for a principal that was deleted", () => {
    const watchdog = new Watchdog();
    watchdog.observe(null, STANDING, 0);
    watchdog.forgetPrincipal("person");
    watchdog.observe(STANDING, null, 1);
    expect(watchdog.violations).toEqual([]);
  });

  test("counts losses as a recount of the whole history does", () => {
    const kinds = [STANDING, row({ id: "t", endAt: 9 }), ELIGIBLE] as const;
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 }), { maxLength: 30 }), (toggles) => {
        const held = new Set<Schedule>();
        const watchdog = new Watchdog();
        let isOwed = false;
        let lossCount = 0;
        for (const [at, kind] of toggles.entries()) {
          const changed = kinds[kind] ?? STANDING;
          const isHeld = held.delete(changed);
          if (!isHeld) held.add(changed);
          watchdog.observe(isHeld ? changed : null, isHeld ? null : changed, at);
          if ([...held].some(isStanding)) isOwed = true;
          if (isOwed && held.size === 0) {
            isOwed = false;
            lossCount += 1;
          }
        }
        expect(watchdog.violations).toHaveLength(lossCount);
      }),
    );
  });
});
