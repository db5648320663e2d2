import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../testing/json.ts";
import { objectsAt, textAt } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab, findStanding, NO_END } from "../testing/lab.ts";
import { EVENT_KINDS } from "./event.ts";

async function live(lab: Lab, body: object): Promise<void> {
  expect((await lab.control("PUT", "/life", body)).status).toBe(200);
}

async function events(lab: Lab): Promise<readonly JsonObject[]> {
  return objectsAt((await lab.control("GET", "/life")).body, "events");
}

async function count(lab: Lab, path: string): Promise<number> {
  return Number((await lab.control("GET", path)).body["count"]);
}

/** Ids of requests are drawn in the order of requests. */
function withoutIds(list: readonly JsonObject[]): unknown[] {
  return list.map(({ requestId: _id, ...event }) => event);
}

describe("a living tenant", () => {
  test("does nothing unless it is told to", async () => {
    const lab = await createLab();
    const before = (await lab.control("GET", "/state")).body;
    await lab.pass("PT1H");
    expect((await lab.control("GET", "/life")).body).toEqual({ life: null, eventCount: 0, events: [] });
    expect((await lab.control("GET", "/state")).body).toEqual(before);
  });

  test("does everything that people do, on its own clock, and nobody is hurt whom nothing may happen to", async () => {
    const lab = await createLab({ adminCount: 200 });
    await live(lab, { everyMs: 60_000 });
    await lab.pass("PT12H");
    const happened = await events(lab);
    expect(happened).toHaveLength(720);
    expect(happened.map((event) => event["at"])).toEqual(
      happened.map((_event, index) =>
        new Date(lab.epochAt + (index + 1) * 60_000).toISOString().replace(".000", ""),
      ),
    );
    const done = new Set(
      happened.filter((event) => event["isRefused"] === false).map((event) => event["kind"]),
    );
    expect(done).toEqual(
      new Set([
        "activate",
        "approve",
        "deactivate",
        "grantOutsidePim",
        "removeStanding",
        "disableUser",
        "deleteUser",
        "createUser",
        "editRoleSettings",
      ]),
    );
    const hurt = new Set(happened.map((event) => event["principalId"]));
    for (const id of [...lab.facts.breakGlassIds, lab.facts.callerId, lab.facts.synchronizationAccountId]) {
      expect(hurt.has(id)).toBe(false);
    }
    expect(await count(lab, "/watchdog")).toBe(0);
  });

  test("is the same for the same seed, whatever is asked of it meanwhile", async () => {
    const [one, other] = await Promise.all([createLab(), createLab()]);
    await live(one, { everyMs: 60_000 });
    await live(other, { everyMs: 60_000 });
    await one.pass("PT5H");
    for (let minute = 0; minute < 300; minute += 1) {
      await other.graph("GET", "/roleManagement/directory/roleAssignmentSchedules?$top=5");
      await other.pass("PT1M");
    }
    expect(withoutIds(await events(other))).toEqual(withoutIds(await events(one)));
    const different = await createLab({ seed: 8 });
    await live(different, { everyMs: 60_000 });
    await different.pass("PT5H");
    expect((await events(different)).map((event) => event["kind"])).not.toEqual(
      (await events(one)).map((event) => event["kind"]),
    );
  }, 60_000);

  test("makes people whom the service does not know at once, like all who are new", async () => {
    const lab = await createLab();
    await lab.control("POST", "/quirks", { newUnknownToDirectory: 5000 });
    await live(lab, { everyMs: 1000, kinds: { createUser: 1 }, count: 1 });
    await lab.pass("PT1S");
    const path = `/users/${String((await events(lab))[0]?.["principalId"])}`;
    expect((await lab.graph("GET", path)).status).toBe(404);
    await lab.pass("PT5S");
    expect((await lab.graph("GET", path)).status).toBe(200);
  });

  test("does only what it is told to, so often and until then, and stops when it is told to", async () => {
    const lab = await createLab();
    await live(lab, { everyMs: 1000, kinds: { createUser: 1 }, count: 3 });
    await lab.pass("PT1M");
    expect((await events(lab)).map((event) => event["kind"])).toEqual([
      "createUser",
      "createUser",
      "createUser",
    ]);
    await live(lab, { everyMs: 1000, until: new Date(lab.tenant.clock.now() + 2500).toISOString() });
    await lab.pass("PT1M");
    expect(await events(lab)).toHaveLength(5);
    await live(lab, { everyMs: 1000 });
    await lab.pass("PT2S");
    expect((await lab.control("DELETE", "/life")).status).toBe(204);
    await lab.pass("PT1M");
    const { body } = await lab.control("GET", "/life");
    expect([body["life"], body["eventCount"]]).toEqual([null, 7]);
  });

  test("hurts break-glass accounts and the caller only when it is told to", async () => {
    const lab = await createLab();
    await live(lab, { everyMs: 1000, kinds: { disableBreakGlass: 1, disableCaller: 1 }, count: 20 });
    await lab.pass("PT1M");
    const hurt = new Set((await events(lab)).map((event) => event["principalId"]));
    expect(hurt.has(lab.facts.callerId)).toBe(true);
    expect(lab.facts.breakGlassIds.some((id) => hurt.has(id))).toBe(true);
  });

  test.each([
    [{}, "body must have required property 'everyMs'"],
    [{ everyMs: 0 }, "body.everyMs must be >= 1"],
    [{ everyMs: 1, kinds: { nonsense: 1 } }, 'body.kinds has no field "nonsense"'],
    [{ everyMs: 1, until: "soon" }, "until must be an RFC 3339 time such as 2026-10-05T08:00:00Z."],
  ])("%j is refused, and why is said", async (body, message) => {
    const lab = await createLab();
    const answer = await lab.control("PUT", "/life", body);
    expect([answer.status, answer.body["error"]]).toEqual([400, { code: "BadRequest", message }]);
  });
});

describe("the watchdog in a living tenant", () => {
  test("counts nothing that people do, whatever they do, and all that an application does", async () => {
    const lab = await createLab();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...EVENT_KINDS.filter((kind) => !kind.includes("Caller"))), {
          minLength: 1,
        }),
        async (kinds) => {
          const before = await count(lab, "/watchdog");
          await live(lab, {
            everyMs: 1000,
            kinds: Object.fromEntries(kinds.map((kind) => [kind, 1])),
            count: 20,
          });
          await lab.pass("PT20S");
          expect(await count(lab, "/watchdog")).toBe(before);
          const row = findStanding(lab, ({ origin }) => origin === "outsidePim");
          await lab.request("assignment", "adminRemove", row);
          expect(await count(lab, "/watchdog")).toBe(before + 1);
        },
      ),
      { numRuns: 10 },
    );
  });

  test("goes on counting for somebody from whom a person took access, once standing access was there again", async () => {
    const lab = await createLab();
    await live(lab, { everyMs: 1000, kinds: { removeStanding: 1 }, count: 1 });
    await lab.pass("PT1S");
    const [event = {}] = await events(lab);
    const grant = {
      principalId: textAt(event, "principalId"),
      roleDefinitionId: textAt(event, "roleDefinitionId"),
      directoryScopeId: textAt(event, "directoryScopeId"),
      appScopeId: null,
    };
    expect(await count(lab, "/watchdog")).toBe(0);
    await lab.request("assignment", "adminAssign", grant, { scheduleInfo: NO_END });
    await lab.pass("PT5M");
    await lab.request("assignment", "adminRemove", grant);
    expect(await count(lab, "/watchdog")).toBe(1);
  });
});
