import { INVENTORY_KINDS, LISTED_KINDS, type DisagreedAccess, type ListedPage } from "@standdown/domain";
import { describe, expect, test } from "vitest";
import { LICENCE, problem, Stand } from "../testing/inventory-stand.ts";

/** Page `at` of the units, with one of them. */
function units(at: number, next: string | null): ListedPage {
  const rows = [{ id: `unit-${at}`, displayName: "" }];
  return { page: { kind: "administrativeUnits", rows }, next };
}

function idsOf(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${kind}${String(at).padStart(5, "0")}`);
}

describe("a tenant", () => {
  test("is read kind by kind in the order of the kinds, and ends as completed", async () => {
    const stand = new Stand();
    await stand.read();
    expect(stand.said).toEqual([
      "organization",
      ...INVENTORY_KINDS.filter((kind) => kind !== "principals" && kind !== "groupMembers").map(
        (kind) => `${kind}@null`,
      ),
    ]);
    expect(stand.status).toEqual({ state: "completed", endedAt: "2026-11-01T00:00:00.000Z" });
    expect([...stand.places.keys()].toSorted()).toEqual([...INVENTORY_KINDS].toSorted());
    expect(stand.requestCount).toBe(1 + LISTED_KINDS.length);
  });

  test("other than the meant one is not read", async () => {
    const stand = new Stand();
    stand.tenantId = "another";
    await stand.read();
    expect(stand.said).toEqual(["organization"]);
    expect(stand.status).toMatchObject({ state: "failed", problem: { code: "otherTenant" } });
  });

  test.each([
    ["is not there", []],
    ["has ended", [{ ...LICENCE, isUsable: false }]],
    ["is one without PIM", [{ ...LICENCE, isForPim: false }]],
  ])("whose licence %s is not read further", async (_, licences) => {
    const stand = new Stand();
    stand.licences = licences;
    await stand.read();
    expect(stand.said.at(-1)).toBe("licences@null");
    expect(stand.status).toMatchObject({ problem: { code: "AadPremiumLicenseRequired" } });
  });
});

describe("members of groups that matter", () => {
  test("are read as principals once the groups are known, those who were found already not again", async () => {
    const stand = new Stand();
    stand.ids = idsOf("a", 2);
    stand.members = [...idsOf("a", 2), ...idsOf("m", 301)];
    stand.users = new Set([...stand.ids, ...stand.members]);
    await stand.read();
    expect(stand.rows.get("principals")?.size).toBe(303);
    expect(stand.said.filter((said) => said.startsWith("users")).length).toBe(3);
    expect(stand.places.get("principals")).toMatchObject({ isComplete: true });
  });
});

describe("pages", () => {
  test("are stored one by one, each with the place of the next", async () => {
    const stand = new Stand();
    stand.answers.set("administrativeUnits@null", [units(1, "two")]);
    stand.answers.set("administrativeUnits@two", [units(2, "three")]);
    stand.answers.set("administrativeUnits@three", [units(3, null)]);
    stand.lostAtSave = 4;
    await stand.read();
    expect(stand.places.get("administrativeUnits")).toEqual({
      cursor: "three",
      isComplete: false,
      pagesRead: 2,
    });
    expect(stand.status).toEqual({ state: "reading" });
  });

  test("that lead around in a circle fail the inventory: it is neither shortened nor read for ever", async () => {
    const stand = new Stand();
    const many = Array.from({ length: 9 });
    stand.answers.set("administrativeUnits@null", [units(1, "two")]);
    stand.answers.set(
      "administrativeUnits@two",
      many.map(() => units(2, "three")),
    );
    stand.answers.set(
      "administrativeUnits@three",
      many.map(() => units(3, "two")),
    );
    await stand.read();
    expect(stand.status).toMatchObject({ state: "failed", problem: { code: "answerMalformed" } });
    expect(stand.said.length).toBeLessThan(10);
  });

  test("that a former owner read are not read again", async () => {
    const stand = new Stand();
    stand.places.set("roles", { cursor: null, isComplete: true, pagesRead: 1 });
    stand.places.set("administrativeUnits", { cursor: "two", isComplete: false, pagesRead: 1 });
    stand.answers.set("administrativeUnits@two", [units(2, null)]);
    await stand.read();
    expect(stand.said.slice(0, 3)).toEqual(["organization", "administrativeUnits@two", "licences@null"]);
    expect(stand.status).toMatchObject({ state: "completed" });
  });

  test("that fail in passing are asked for again, and only they", async () => {
    const stand = new Stand();
    stand.answers.set("administrativeUnits@null", [units(1, "two")]);
    const passing = Array.from({ length: 5 }, () => problem({}));
    stand.answers.set("administrativeUnits@two", [...passing, units(2, null)]);
    await stand.read();
    expect(stand.said.filter((line) => line.startsWith("administrativeUnits"))).toEqual([
      "administrativeUnits@null",
      ...Array.from({ length: 6 }, () => "administrativeUnits@two"),
    ]);
    expect(stand.rows.get("administrativeUnits")).toEqual(new Set(["unit-1", "unit-2"]));
    expect(stand.status).toMatchObject({ state: "completed" });
    expect(stand.requestCount).toBe(1 + LISTED_KINDS.length + 6);
  });

  test("that keep failing fail the inventory: it is never shorter than the tenant", async () => {
    const stand = new Stand();
    stand.answers.set("administrativeUnits@null", [units(1, "two")]);
    const failing = Array.from({ length: 6 }, () => problem({ code: "failing" }));
    stand.answers.set("administrativeUnits@two", failing);
    await stand.read();
    expect(stand.status).toMatchObject({ state: "failed", problem: { code: "failing" } });
    expect(stand.said).not.toContain("licences@null");
  });

  test.each(LISTED_KINDS)("of %s that may not be read fail the inventory at once", async (kind) => {
    const stand = new Stand();
    const refusal = problem({ code: "Authorization_RequestDenied", verdict: "ask", status: 403 });
    stand.answers.set(`${kind}@null`, [refusal]);
    await stand.read();
    expect(stand.said.at(-1)).toBe(`${kind}@null`);
    expect(stand.status).toMatchObject({ state: "failed", problem: refusal });
  });

  test.each([400, 410])("whose place is refused (%i) begin their own collection anew", async (status) => {
    const stand = new Stand();
    stand.answers.set("administrativeUnits@null", [units(1, "two"), units(9, null)]);
    stand.answers.set("administrativeUnits@two", [problem({ status, verdict: "never" })]);
    await stand.read();
    expect(stand.said.slice(1, 6)).toEqual([
      "roles@null",
      "administrativeUnits@null",
      "administrativeUnits@two",
      "restart administrativeUnits",
      "administrativeUnits@null",
    ]);
    expect(stand.rows.get("administrativeUnits")).toEqual(new Set(["unit-9"]));
    expect(stand.status).toMatchObject({ state: "completed" });
  });

  test("whose place is refused again and again fail the inventory", async () => {
    const stand = new Stand();
    const many = Array.from({ length: 9 }, () => 0);
    stand.answers.set(
      "administrativeUnits@null",
      many.map(() => units(1, "two")),
    );
    stand.answers.set(
      "administrativeUnits@two",
      many.map(() => problem({ status: 410, verdict: "never", code: "gone" })),
    );
    await stand.read();
    expect(stand.said.filter((line) => line === "restart administrativeUnits")).toHaveLength(5);
    expect(stand.status).toMatchObject({ state: "failed", problem: { code: "gone" } });
  });

  test("refused at the start of a collection are no lost place", async () => {
    const stand = new Stand();
    stand.answers.set("administrativeUnits@null", [problem({ status: 400, verdict: "never" })]);
    await stand.read();
    expect(stand.status).toMatchObject({ state: "failed" });
  });
});

describe("principals", () => {
  test("are looked for as users first and as the others then, whole requests at a time", async () => {
    const stand = new Stand();
    const [people, groups] = [idsOf("u", 650), idsOf("g", 45)];
    stand.users = new Set(people);
    stand.ids = [...people, ...groups, "x1", "x2"].toSorted();
    await stand.read();
    expect(stand.said.filter((line) => /^(users|others|members)/.test(line))).toEqual([
      "users 300",
      "users 300",
      "users 97",
      "others 47",
      "members of 20",
      "members of 20",
      "members of 5",
    ]);
    expect(stand.rows.get("principals")).toEqual(new Set([...people, ...groups]));
    expect(stand.rows.get("groupMembers")).toEqual(new Set(groups));
  });

  test("are gone on with where a former owner was", async () => {
    const stand = new Stand();
    const people = idsOf("u", 650);
    stand.users = new Set(people);
    stand.ids = people;
    stand.lostAtSave = 11;
    await stand.read();
    expect(stand.places.get("principals")).toMatchObject({ cursor: "users u00599", isComplete: false });
    stand.lostAtSave = Infinity;
    stand.said.length = 0;
    await stand.read();
    expect(stand.said.filter((line) => line.startsWith("users"))).toEqual(["users 50"]);
    expect(stand.rows.get("principals")?.size).toBe(650);
  });
});

function of(principalId: string): DisagreedAccess {
  return { principalId, principalType: "user", roleDefinitionId: "r" };
}

describe("access of which only one list knows", () => {
  test("is read again at the end, after everything else", async () => {
    const stand = new Stand();
    stand.disagreed = [of("a"), of("b")];
    await stand.read();
    expect(stand.said.slice(-5)).toEqual([
      "mfaRegistrations@null",
      "again a",
      "replace a",
      "again b",
      "replace b",
    ]);
    expect(stand.status).toMatchObject({ state: "completed" });
  });

  test("is read again for so much of it and no more", async () => {
    const stand = new Stand();
    stand.disagreed = idsOf("p", 500).map(of);
    await stand.read();
    expect(stand.said.filter((line) => line.startsWith("again"))).toHaveLength(200);
    expect(stand.status).toMatchObject({ state: "completed" });
  });
});
