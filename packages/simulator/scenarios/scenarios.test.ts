import { expect, test } from "vitest";
import { stateText } from "../control/state-dump.ts";
import { objectsAt } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab } from "../testing/lab.ts";
import { SCENARIO_NAMES } from "./scenarios.ts";

const ROLES = "/roleManagement/directory";

test.each(SCENARIO_NAMES)(
  "%s is the same for the same seed, and nothing in it is a violation",
  async (scenario) => {
    const whole = async (seed: number): Promise<string> => {
      const { tenant, facts } = await createLab({ scenario, seed });
      expect(tenant.watchdog.violations).toEqual([]);
      const users = tenant.directory.all("user");
      return JSON.stringify([facts, users, tenant.policies.all(), [...stateText(tenant)].join("")]);
    };
    expect(await whole(7)).toBe(await whole(7));
    expect(await whole(8)).not.toBe(await whole(7));
  },
);

test("every kind of row is there: what is odd is in the one list that has it and not in the other", async () => {
  const lab = await createLab({ scenario: "every-kind-of-row" });
  const inPim = await holders(lab, `${ROLES}/roleAssignmentScheduleInstances`);
  const inDirectory = await holders(lab, `${ROLES}/roleAssignments`);
  expect(without(inPim, inDirectory)).toEqual(["Greta Deleted", "Hana In-Pim-Only", "Thea Through-Group"]);
  expect(without(inDirectory, inPim)).toEqual(["Gustav Deleted", "Lone In-Directory-Only"]);
  expect(inPim.filter((name) => name === "Twyla Twice")).toHaveLength(2);
});

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name)).toSorted();
}

/** Whose rows a list has, by name. */
async function holders(lab: Lab, path: string): Promise<readonly string[]> {
  const { namedIds } = (await lab.control("GET", "/tenant")).body;
  const names = new Map(Object.entries(namedIds ?? {}).map(([name, id]) => [id, name]));
  const rows = objectsAt((await lab.graph("GET", path)).body, "value");
  return rows.map(({ principalId }) => names.get(principalId) ?? String(principalId));
}
