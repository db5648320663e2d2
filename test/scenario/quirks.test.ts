import { startSimulatedTenant } from "@standdown/cli/demo";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LightEngine, REAL_TIMING } from "../stand/light-engine.ts";
import { HARMLESS } from "../stand/harmless-quirks.ts";
import {
  conversionStory,
  groupWithoutRolesStory,
  inventoryStory,
  wholeStory,
  type Telling,
} from "../stand/quirk-stories.ts";
import { HARMFUL } from "../stand/quirk-table.ts";
import { countRequests, orderFaults, readQuirks, setLimits, useProfile } from "../stand/trouble.ts";

let engine: LightEngine;
beforeAll(async () => {
  engine = new LightEngine(
    await startSimulatedTenant({
      seed: 7,
      source: { admins: 120 },
      minimumAge: "PT5M",
      proofInterval: "PT10S",
      profile: "ideal",
      lagFactor: 1,
    }),
  );
  // Reports of few rows a page meet their limit again and again, and the scenario of the limits has that.
  await setLimits(engine.simulated, { reports: { count: 1000, windowMs: 10_000 } });
});
beforeEach(() => useProfile(engine.simulated, "ideal"));
afterAll(async () => {
  await engine.graph.close();
  await engine.simulated.process.stop();
});

function telling(quirk: string, value: number): Telling {
  return { engine, quirks: { [quirk]: value }, timing: REAL_TIMING, carelessness: (tenant) => tenant };
}

function harmless(check: string): typeof HARMLESS {
  return HARMLESS.filter((row) => row.check === check);
}

describe("each quirk that would hurt a product that ignored it does so once the defence is left out", () => {
  test.each(HARMFUL)(
    "$quirk: $defence",
    async (row) => {
      const careful = await row.story(telling(row.quirk, row.value));
      expect(careful).toEqual({ ends: row.ends, harms: [] });
      await useProfile(engine.simulated, "ideal");
      const { ends, harms } = await row.story({
        ...telling(row.quirk, row.value),
        carelessness: row.without,
        timing: row.timing ?? REAL_TIMING,
      });
      expect([`ended as ${ends}`, ...harms].join("\n")).toMatch(row.harm);
    },
    120_000,
  );
});

test("where a removal leaves the row and takes the eligibility along, the outcome says what is lost", async () => {
  const quirks = { outsidePimSurvivesRemove: 1, crossSideDropOnRemove: 1 };
  const told = await conversionStory({ ...telling("outsidePimSurvivesRemove", 1), quirks });
  expect(told).toEqual({ ends: "quarantined (eligibilityLost)", harms: [] });
});

describe("a quirk that can't hurt", () => {
  test.each(harmless("lostAnswer"))("$quirk: $why", async ({ quirk, value }) => {
    const match = { method: "POST", pathContains: "roleEligibilityScheduleRequests" };
    await orderFaults(engine.simulated, [{ match, kind: "resetAfter" }]);
    expect(await conversionStory(telling(quirk, value))).toEqual({ ends: "converted", harms: [] });
  });

  test.each(harmless("groupWithoutRoles"))("$quirk: $why", async ({ quirk, value }) => {
    const told = await groupWithoutRolesStory(telling(quirk, value));
    expect(told).toMatchObject({ ends: "skipped (standingGone)", writeCount: 0 });
  });

  test.each(harmless("inventory"))("$quirk: $why", async ({ quirk, value }) => {
    expect(await inventoryStory(telling(quirk, value))).toEqual({ ends: "complete", harms: [] });
  });

  test.each(harmless("noSuchRequest"))("$quirk: $why", async ({ quirk, value, never = {} }) => {
    const counted = await countRequests(engine.simulated, [never, { bodyContains: "adminRemove" }], () =>
      wholeStory(telling(quirk, value)),
    );
    expect(counted).toEqual([0, 2]);
  });
});

test("every quirk of the tenant has its place in one of the two tables", async () => {
  const { table } = await readQuirks(engine.simulated);
  const placed = [...HARMFUL, ...HARMLESS].map(({ quirk }) => quirk);
  expect(placed.toSorted()).toEqual(Object.keys(table).toSorted());
});
