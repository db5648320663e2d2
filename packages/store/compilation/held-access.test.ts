import { randomUUID } from "node:crypto";
import { commandRollout, manifestDigest, type Finding, type Manifest } from "@standdown/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nothingForetold } from "../testing/store-manifest.ts";
import { givenRunning, givenWorld, someManifest, somePlan, tell, type World } from "../testing/given.ts";

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

/** A rollout of a tenant that is compiled but for its end; `finish` ends it. */
async function givenDrafts(manifestOf: (inventoryId: string) => Manifest) {
  const { store } = world;
  const { id, inventoryId } = await store.createRollout({
    plan: somePlan(manifestOf("").tenantId),
    planDigest: "d".repeat(64),
    author: "ada",
    inventoryId: null,
    idempotencyKey: null,
  });
  const rollout = await store.loadCompiling(id);
  if (rollout === null) throw new Error("the rollout is not there");
  const { waves, entries, findings, ...head } = manifestOf(inventoryId);
  const digest = manifestDigest({ ...head, waves, entries, findings });
  const compilation = { id: randomUUID(), rolloutId: id, formerRolloutId: null };
  await store.saveDrafts(
    compilation,
    [...Map.groupBy(entries, ({ key }) => key.principalId)].map(([principalId, some]) => ({
      principalId,
      mover: null,
      entries: some,
    })),
  );
  const compiled = {
    head,
    waves,
    findings,
    settings: [],
    digest,
    entryCount: entries.length,
    ...nothingForetold(head),
  };
  const finish = () => store.finishCompilation(compilation, rollout, compiled, new Date().toISOString());
  return { id, compilation, finish };
}

/** The same people in the same roles, each time. */
function samePeople(tenantId: string, count = 2): (inventoryId: string) => Manifest {
  const principals = Array.from({ length: count }, () => randomUUID());
  const manifest = someManifest({ tenantId, waves: [{ principals }] }, "");
  return (inventoryId) => ({ ...manifest, inventoryId });
}

describe("two rollouts over the same principal and role", () => {
  test("the second is told who holds how many of them, and finishing it writes nothing", async () => {
    const { store } = world;
    const manifestOf = samePeople(randomUUID());
    const first = await givenDrafts(manifestOf);
    expect(await store.listHeldAccess(first.compilation)).toEqual([]);
    expect(await first.finish()).toBe("saved");
    const second = await givenDrafts(manifestOf);
    const held = [{ rolloutId: first.id, rolloutName: "some-plan", count: 2 }];
    expect(await store.listHeldAccess(second.compilation)).toEqual(held);
    expect(await second.finish()).toEqual({ heldBy: held, heldSettings: [] });
    expect(await store.loadCompiling(second.id)).not.toBeNull();
    expect((await store.listManifestEntries(second.id, { cursor: null, limit: 10 })).items).toEqual([]);
  });

  test("of many that are compiled at the same time exactly one wins", async () => {
    const manifestOf = samePeople(randomUUID());
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map(async () => await givenDrafts(manifestOf)));
    const outcomes = await Promise.all(all.map(async ({ finish }) => await finish()));
    expect(outcomes.filter((outcome) => outcome === "saved")).toHaveLength(1);
    const winner = all[outcomes.indexOf("saved")];
    for (const outcome of outcomes.filter((one) => one !== "saved")) {
      const heldBy = [{ rolloutId: winner?.id, rolloutName: "some-plan", count: 2 }];
      expect(outcome).toEqual({ heldBy, heldSettings: [] });
    }
  });

  test("are free of each other in another tenant, in another role, and when the first has ended", async () => {
    const { store } = world;
    const tenantId = randomUUID();
    const manifestOf = samePeople(tenantId);
    const first = await givenDrafts(manifestOf);
    await first.finish();
    const elsewhere = randomUUID();
    const other = await givenDrafts((inventoryId) => ({ ...manifestOf(inventoryId), tenantId: elsewhere }));
    expect(await other.finish()).toBe("saved");
    const roleDefinitionId = randomUUID();
    const otherRole = await givenDrafts((inventoryId) => {
      const manifest = manifestOf(inventoryId);
      const entries = manifest.entries.map((entry) => ({
        ...entry,
        key: { ...entry.key, roleDefinitionId },
      }));
      return { ...manifest, entries };
    });
    expect(await otherRole.finish()).toBe("saved");
    await tell(store, first.id, { name: "abort", reason: "not now" });
    const again = await givenDrafts(manifestOf);
    expect(await again.finish()).toBe("saved");
  });
});

test("a rollout that had ended is not opened again over what another has taken meanwhile", async () => {
  const { store } = world;
  const tenantId = randomUUID();
  const ended = await givenRunning(store, { tenantId, waves: [{ principals: [randomUUID()] }] });
  await tell(store, ended, { name: "abort", reason: "not now" });
  const { items: entries } = await store.listManifestEntries(ended, { cursor: null, limit: 10 });
  const manifestOf = samePeople(tenantId, 1);
  const other = await givenDrafts((inventoryId) => ({ ...manifestOf(inventoryId), entries }));
  expect(await other.finish()).toBe("saved");

  const rollout = await store.loadRollout(ended);
  if (rollout === null) throw new Error("the rollout is not there");
  const context = { caller: "olga", now: new Date(), newId: randomUUID };
  const retry = commandRollout(rollout, { name: "retry", reason: "again" }, context);
  if (!retry.ok) throw new Error(retry.refusal.detail);
  const held = [{ rolloutId: other.id, rolloutName: "some-plan", count: 1 }];
  expect(await store.saveRetry(retry.change)).toEqual({ heldBy: held });
  expect(await store.loadRollout(ended)).toMatchObject({ state: "aborted" });
  await tell(store, other.id, { name: "abort", reason: "not now" });
  expect(await store.saveRetry(retry.change)).toBe("saved");
  expect(await store.loadRollout(ended)).toMatchObject({ state: "running" });
});

test("findings are kept with the manifest, in the order in which they were signed, and read page by page", async () => {
  const { store } = world;
  const finding: Finding = {
    guard: "activationReadiness",
    code: "mfaUnknown",
    severity: "warns",
    pointer: "/spec/guards/activationReadiness",
    message: "nobody knows",
    principalId: "ann",
    roleDefinitionId: null,
    count: 1,
    evidence: [{ property: "roles", value: "Reports Reader" }],
  };
  const findings = ["c", "a", "b"].map((message) => ({ ...finding, message }));
  const manifestOf = samePeople(randomUUID());
  const { id, finish } = await givenDrafts((inventoryId) => ({ ...manifestOf(inventoryId), findings }));
  expect(await finish()).toBe("saved");
  const first = await store.listFindings(id, { cursor: null, limit: 2 });
  const rest = await store.listFindings(id, { cursor: first.next, limit: 2 });
  expect([...first.items, ...rest.items]).toEqual(findings);
  expect(rest.next).toBeNull();
});
