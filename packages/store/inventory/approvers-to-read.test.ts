import type { Plan } from "@standdown/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenWorld, LEASE_MS, somePlan, TENANT_ID, type World } from "../testing/given.ts";

type PlanRoleSettings = NonNullable<Plan["spec"]["roleSettings"]>;

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

const PAGE = { afterId: null, limit: 9 };

function approvedBy(approvers: { user?: string; group?: string }[]) {
  return { activation: { approval: { required: true, approvers } } };
}

const ROLE_SETTINGS: PlanRoleSettings = {
  templates: { mine: approvedBy([{ user: "ann" }, { group: "ops" }]) },
  assign: [
    { roles: [{ all: "remaining" }], template: "mine" },
    { roles: [{ tier: 0 }], template: "mine", override: approvedBy([{ user: "bob" }, { user: "ann" }]) },
  ],
};

test("those whom a plan that waits for the reading lets approve are read as well, and who is in groups among them", async () => {
  const { store } = world;
  const plan = somePlan();
  plan.spec.roleSettings = ROLE_SETTINGS;
  const { inventoryId } = await store.createRollout({
    plan,
    planDigest: "d".repeat(64),
    author: "ada",
    inventoryId: null,
    idempotencyKey: null,
  });
  const claimed = await store.claimInventory(inventoryId, LEASE_MS);
  if (claimed === null) throw new Error("the inventory is not to be claimed");
  expect(await store.listPrincipalIdsToRead(inventoryId, PAGE)).toEqual(["ann", "bob", "ops"]);
  const members = [{ id: "ops", userIds: ["pat"], groupIds: [], servicePrincipalIds: [] }];
  await store.savePage(claimed, { kind: "groupMembers", rows: members }, LEASE_MS);
  expect(await store.listMemberIdsToRead(inventoryId, PAGE)).toEqual(["pat"]);
});

test("an inventory that no plan waits for reads nobody because of one", async () => {
  const { store } = world;
  const request = { tenantId: TENANT_ID, requestedBy: "ada", idempotencyKey: null };
  const { id } = await store.createInventory(request);
  expect(await store.listPrincipalIdsToRead(id, PAGE)).toEqual([]);
});
