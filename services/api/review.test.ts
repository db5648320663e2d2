import { ComplianceRun, NO_ROWS } from "@standdown/domain";
import { reviewInventory, startDueInventories } from "@standdown/engine";
import { Type } from "typebox";
import { Parse } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BREAK_GLASS, MESSAGE_CENTER_READER, TENANT_ID } from "./api-under-test.ts";
import { StoredApi } from "./stored-api.ts";
import { completeInventory, someHolders } from "./stored-tenant.ts";

const WithId = Type.Object({ id: Type.String() });
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let stand: StoredApi;

beforeAll(async () => {
  stand = await StoredApi.start();
});
afterAll(() => stand.close());

function partsAt(now: Date) {
  return { store: stand.store, log: silent, clock: { now: () => now } };
}

/** An inventory that was read and reviewed, of these holders. */
/** In the order of their ids. */
const HOLDERS = someHolders().map((holder, at) => ({
  ...holder,
  id: `bbbbbbbb-0000-4000-8000-00000000000${at + 1}`,
}));

async function reviewed(
  holders: ReturnType<typeof someHolders>,
  emergencyAccess: readonly string[] = [],
): Promise<string> {
  const { body } = await stand.post("operator", "/v1/inventories", { emergencyAccess });
  const { id } = Parse(WithId, body);
  await completeInventory(stand.store, id, holders);
  await reviewInventory(partsAt(new Date()), id);
  return id;
}

describe("compliance of an inventory", () => {
  it("is told with the accounts that were declared, once it is computed", async () => {
    const { body } = await stand.post("operator", "/v1/inventories", { emergencyAccess: BREAK_GLASS });
    const { id } = Parse(WithId, body);
    const address = `/v1/inventories/${id}/compliance`;
    expect(await stand.get(address)).toMatchObject({ status: 409, body: { code: "inventoryNotUsable" } });
    await completeInventory(stand.store, id);
    expect(await stand.get(address)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("ask again") },
    });
    await reviewInventory(partsAt(new Date()), id);
    const answer = await stand.get(address);
    expect(answer).toMatchObject({ status: 200, body: { emergencyAccess: BREAK_GLASS } });
    expect(answer.body).toMatchObject({
      results: expect.arrayContaining([
        expect.objectContaining({ check: "ZTA.21815", verdict: "pass" }),
        expect.objectContaining({ check: "MS.AAD.7.4", verdict: "pass" }),
        expect.objectContaining({ check: "MS.AAD.7.5", verdict: "fail" }),
      ]),
      contradictions: expect.arrayContaining([
        expect.objectContaining({ checks: ["MS.AAD.7.4", "MS.AAD.7.5"] }),
      ]),
    });
  });

  it("without declared accounts counts them as everybody else", async () => {
    const id = await reviewed(HOLDERS);
    const { body } = await stand.get(`/v1/inventories/${id}/compliance`);
    expect(body).toMatchObject({
      results: expect.arrayContaining([expect.objectContaining({ check: "ZTA.21815", verdict: "fail" })]),
    });
  });

  it("there is none of an inventory that nobody made", async () => {
    expect(await stand.get(`/v1/inventories/${TENANT_ID}/compliance`)).toMatchObject({ status: 404 });
  });
});

describe("compliance of a rollout", () => {
  it("is told before and after, with the plan's emergency access accounts, once there is a manifest", async () => {
    const made = await stand.makeRollout();
    expect(await stand.get(`/v1/rollouts/${made.id}/compliance`)).toMatchObject({
      status: 409,
      body: { code: "stateConflict" },
    });
    const { id } = await stand.makePlanned();
    const { status, body } = await stand.get(`/v1/rollouts/${id}/compliance`);
    expect(status).toBe(200);
    const facts = { ...NO_ROWS, id, tenantId: TENANT_ID, readAt: "2026-11-01T00:00:00Z" };
    const checks = new ComplianceRun(facts, []).conclude().results.map(({ check }) => check);
    const results = checks.map((check): unknown => expect.objectContaining({ check }));
    expect(body).toMatchObject({
      before: { emergencyAccess: BREAK_GLASS, results },
      after: { emergencyAccess: BREAK_GLASS, results },
    });
    expect(await stand.get(`/v1/rollouts/${TENANT_ID}/compliance`)).toMatchObject({ status: 404 });
  });
});

describe("a comparison", () => {
  it("counts by kind and role, lists page by page, and makes a CSV without formulas", async () => {
    const earlier = await reviewed(HOLDERS.slice(1));
    const later = await reviewed(HOLDERS.slice(0, 2));
    const address = `/v1/inventories/${later}/comparison`;
    expect((await stand.get(`${address}?with=${earlier}`)).body).toEqual({
      earlierId: earlier,
      laterId: later,
      counts: {
        principalNew: 1,
        principalGone: 1,
        principalChanged: 0,
        standingAdded: 1,
        standingRemoved: 1,
        eligibleAdded: 0,
        eligibleRemoved: 0,
      },
      byRole: [
        {
          roleDefinitionId: MESSAGE_CENTER_READER,
          roleName: "Message Center Reader",
          standingAdded: 1,
          standingRemoved: 1,
          eligibleAdded: 0,
          eligibleRemoved: 0,
        },
      ],
    });
    const first = await stand.get(`${address}/differences?with=${earlier}&limit=3`);
    const { next } = Parse(Type.Object({ next: Type.String() }), first.body);
    const rest = await stand.get(`${address}/differences?with=${earlier}&limit=3&cursor=${next}`);
    expect(rest.body).toMatchObject({
      items: [{ kind: "standingRemoved", principalName: "Čeněk", scopeName: "tenant", changed: [] }],
      next: null,
    });
    const csv = await stand.get(`${address}.csv?with=${earlier}`);
    expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
    const lines = csv.text.split("\r\n");
    expect(lines[0]).toBe(
      "\uFEFFkind,principalName,principalId,roleName,roleDefinitionId,scopeName,directoryScopeId,appScopeId,changed",
    );
    expect(lines[1]).toContain(`principalNew,"'=HYPERLINK(`);
    expect(lines[1]).toContain("presence: absent to known");
    expect(lines).toHaveLength(6);
  });

  it("needs two inventories that were completed", async () => {
    const later = await reviewed(HOLDERS);
    const { body } = await stand.post("operator", "/v1/inventories", {});
    const { id: reading } = Parse(WithId, body);
    const address = `/v1/inventories/${later}/comparison`;
    expect(await stand.get(`${address}?with=${reading}`)).toMatchObject({ status: 409 });
    expect(await stand.get(`${address}?with=${TENANT_ID}`)).toMatchObject({ status: 404 });
    expect(await stand.get(address)).toMatchObject({ status: 422 });
    expect(await stand.get(`${address}/differences?with=${later}&cursor=nonsense`)).toMatchObject({
      status: 422,
    });
    await completeInventory(stand.store, reading);
  });
});

describe("a schedule", () => {
  it("reads the tenant at its times, and what changed is told as events", async () => {
    // No reading is open: a tenant is never read twice at once.
    for (const inventoryId of (await stand.store.findWork()).inventoryIds) {
      if ((await stand.store.readInventory(inventoryId))?.state === "reading") {
        await completeInventory(stand.store, inventoryId);
      }
    }
    const order = { name: "nightly", every: "P1D", emergencyAccess: BREAK_GLASS };
    const created = await stand.post("operator", "/v1/inventory-schedules", order);
    expect(created).toMatchObject({ status: 201, body: { ...order, timeZone: null, lastInventoryId: null } });
    const { id } = Parse(WithId, created.body);
    const start = async (now: Date, holders: ReturnType<typeof someHolders>): Promise<string> => {
      await Promise.all([1, 2, 3].map(() => startDueInventories(partsAt(now))));
      const { body } = await stand.get("/v1/inventory-schedules");
      const { items } = Parse(
        Type.Object({
          items: Type.Array(Type.Object({ id: Type.String(), lastInventoryId: Type.String() })),
        }),
        body,
      );
      const inventoryId = items.find((item) => item.id === id)?.lastInventoryId ?? "";
      await completeInventory(stand.store, inventoryId, holders);
      await reviewInventory(partsAt(now), inventoryId);
      return inventoryId;
    };
    const today = new Date();
    const tomorrow = new Date(today.getTime() + 86_400_000);
    const first = await start(today, HOLDERS);
    const second = await start(tomorrow, HOLDERS.slice(1));
    expect(second).not.toBe(first);

    const events = await stand.get("/v1/review-events?limit=2");
    const { items, next } = Parse(
      Type.Object({ items: Type.Array(WithId), next: Type.String() }),
      events.body,
    );
    expect(next).toBe(items.at(-1)?.id);
    expect(events.body).toMatchObject({
      items: [
        {
          specversion: "1.0",
          source: `urn:standdown:tenant:${TENANT_ID}`,
          type: "standdown.review.principalGone",
          subject: HOLDERS[0]?.id,
          time: tomorrow.toISOString(),
          data: { inventoryId: second, earlierInventoryId: first, scheduleId: id },
        },
        {
          type: "standdown.review.standingRemoved",
          data: { difference: { roleName: "Message Center Reader" } },
        },
      ],
    });
    expect((await stand.get(`/v1/review-events?after=${next}`)).body).toMatchObject({
      items: [{ type: "standdown.review.inventoryCompared", data: { differenceCount: 2 } }],
      next: null,
    });

    const ended = await stand.api.send({
      method: "DELETE",
      url: `/v1/inventory-schedules/${id}`,
      as: "operator",
    });
    expect(ended).toMatchObject({ status: 200, body: { id } });
    expect((await stand.get("/v1/inventory-schedules")).body).toMatchObject({ items: [] });
  });

  it.each([
    [{ name: "x", every: "P1D", timeZone: "Europe/Berlin" }, "/timeZone"],
    [{ name: "x", every: "0 6 * * 1" }, "/timeZone"],
    [{ name: "x", every: "soon" }, "/every"],
    [{ name: "x", every: "0 0 30 2 *", timeZone: "UTC" }, "/every"],
    [{ every: "P1D" }, "/name"],
    [{ name: "x", every: "P1D", emergencyAccess: ["nobody"] }, "/emergencyAccess/0"],
  ])("%j is refused with its place", async (order, pointer) => {
    expect(await stand.post("operator", "/v1/inventory-schedules", order)).toMatchObject({
      status: 422,
      body: { code: "bodyInvalid", errors: [{ pointer }] },
    });
  });
});
