import { beforeEach, describe, expect, test } from "vitest";
import type { Schedule } from "../state/schedule.ts";
import { isStanding } from "../state/schedule.ts";
import type { JsonObject } from "../testing/json.ts";
import { objectsAt } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab, findStanding, grantOf } from "../testing/lab.ts";

const INSTANCES = "/roleManagement/directory/roleAssignmentScheduleInstances";
const REQUESTS = "/roleManagement/directory/roleAssignmentScheduleRequests";

let lab: Lab;
beforeEach(async () => {
  lab = await createLab({ adminCount: 120, rolePageSize: 7 });
});

function standingRows({ tenant }: Lab): Schedule[] {
  return [...tenant.schedules.ordered("assignment").values()].filter(isStanding);
}

/** All rows, page by page. */
async function readAll(path: string): Promise<readonly JsonObject[]> {
  const rows: JsonObject[] = [];
  let next: string | null = path;
  while (next !== null) {
    const { status, body } = await lab.graph("GET", next);
    expect(status).toBe(200);
    rows.push(...objectsAt(body, "value"));
    const link = body["@odata.nextLink"];
    next = typeof link === "string" ? link.replace("https://localhost:1/v1.0", "") : null;
  }
  return rows;
}

/** The ways in which indexes are asked, each with what a look at every row would find. */
function questions(
  rows: readonly JsonObject[],
): readonly (readonly [string, (row: JsonObject) => boolean])[] {
  const one = rows[17] ?? {};
  const other = rows[40] ?? {};
  return (
    [
      ["principalId"],
      ["roleDefinitionId"],
      ["directoryScopeId"],
      ["roleAssignmentScheduleId"],
      ["roleAssignmentOriginId"],
      ["principalId", "roleDefinitionId"],
      ["roleDefinitionId", "directoryScopeId"],
    ] as const
  ).flatMap((names) =>
    [one, other].map((row): [string, (candidate: JsonObject) => boolean] => [
      names.map((name) => `${name} eq '${String(row[name])}'`).join(" and "),
      (candidate) => names.every((name) => candidate[name] === row[name]),
    ]),
  );
}

describe("a list that an index narrows", () => {
  test("has what a look at every row finds, in the same order, on however many pages", async () => {
    const rows = await readAll(INSTANCES);
    for (const [filter, isWanted] of questions(rows)) {
      const found = await readAll(`${INSTANCES}?$filter=${encodeURIComponent(filter)}`);
      expect([filter, found]).toEqual([filter, rows.filter(isWanted)]);
    }
  });

  test("has the same of several values at once", async () => {
    const path = "/roleManagement/directory/roleAssignments";
    const rows = await readAll(path);
    for (const name of ["principalId", "roleDefinitionId", "directoryScopeId"] as const) {
      const values = [rows[60], rows[3], rows[31]].map((row) => String(row?.[name]));
      const filter = `${name} in (${values.map((value) => `'${value}'`).join(",")})`;
      const found = await readAll(`${path}?$filter=${encodeURIComponent(filter)}`);
      expect(found).toEqual(rows.filter((row) => values.includes(String(row[name]))));
    }
  });

  test("lags like the whole list does: it shows what was, whichever index is asked", async () => {
    await lab.control("POST", "/quirks", { staleReads: 60_000 });
    const before = await readAll(INSTANCES);
    const gone = standingRows(lab).slice(0, 30);
    for (const row of gone) lab.tenant.schedules.remove("assignment", row.id, lab.tenant.settle());
    expect(await readAll(INSTANCES)).toEqual(before);
    for (const [filter, isWanted] of questions(before)) {
      const found = await readAll(`${INSTANCES}?$filter=${encodeURIComponent(filter)}`);
      expect([filter, found]).toEqual([filter, before.filter(isWanted)]);
    }
    await lab.pass("PT2M");
    expect((await readAll(INSTANCES)).length).toBeLessThan(before.length);
  });
});

describe("a count", () => {
  test("without a filter is the number of rows, also while lists lag", async () => {
    const counted = async (path: string): Promise<unknown> =>
      (await lab.graph("GET", `${path}?$count=true`)).body["@odata.count"];
    const count = (await readAll(INSTANCES)).length;
    expect(await counted(INSTANCES)).toBe(count);
    await lab.control("POST", "/quirks", { staleReads: 60_000 });
    const row = findStanding(lab);
    expect((await lab.request("assignment", "adminRemove", row)).status).toBe(201);
    expect(await counted(INSTANCES)).toBe(count);
    expect(await counted(REQUESTS)).toBe(1);
    await lab.pass("PT2M");
    expect(await counted(INSTANCES)).toBe(count - 1);
    expect(await counted("/roleManagement/directory/roleAssignments")).toBe(count - 1);
  });
});

describe("the log of requests", () => {
  test("is read from its newest to its oldest, page by page, and forgets what was purged", async () => {
    const grants = standingRows(lab).slice(0, 30).map(grantOf);
    for (const grant of grants) await lab.request("assignment", "adminRemove", grant);
    const oldestFirst = await readAll(REQUESTS);
    expect(oldestFirst.length).toBeGreaterThan(20);
    const newestFirst = await readAll(`${REQUESTS}?$orderby=createdDateTime desc`);
    expect(newestFirst).toEqual(oldestFirst.toReversed());
    await lab.control("POST", "/quirks", { requestsPurged: 60_000 });
    await lab.pass("PT2M");
    expect(await readAll(REQUESTS)).toEqual([]);
  });
});

/** The ids of requests, by what they ask for, when clients ask in this order. */
async function idsOf(order: "forward" | "backward"): Promise<ReadonlyMap<string, unknown>> {
  const fresh = await createLab({ adminCount: 120 });
  const grants = standingRows(fresh).slice(0, 20).map(grantOf);
  const ids = new Map<string, unknown>();
  for (const grant of order === "forward" ? grants : grants.toReversed()) {
    for (const turn of [1, 2]) {
      const granted = await fresh.request("eligibility", "adminAssign", grant);
      const removed = await fresh.request("eligibility", "adminRemove", grant);
      ids.set(JSON.stringify([grant, turn]), [granted.body["id"], removed.body["id"]]);
    }
  }
  return ids;
}

describe("ids of requests", () => {
  test("hang on what is asked for and how often, not on the order in which clients ask", async () => {
    const forward = await idsOf("forward");
    expect(await idsOf("backward")).toEqual(new Map([...forward].toReversed()));
    const granted = [...forward.values()].flat().filter((id) => id !== undefined);
    expect(new Set(granted).size).toBe(granted.length);
    expect(granted.length).toBeGreaterThan(40);
  });
});
