import { valueOf } from "@standdown/cli";
import { readConversions } from "@standdown/cli/demo";
import type { ConversionDocument } from "@standdown/contracts";
import { keyText } from "@standdown/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessOf, expectedAccess, keyOf, stepOf } from "../stand/expected-access.ts";
import { askForApproval, readLife, startLife, stopLife, type LifeEvent } from "../stand/life.ts";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import { givenStartedRollout, untilProgress, whenPilotIsPromoted } from "../stand/rollout-story.ts";

let scene: OneProcessScene;
beforeEach(async () => {
  scene = await startOneProcessScene();
});
afterEach(() => scene.close());

const EVERYTHING = {
  activate: 3,
  approve: 3,
  deactivate: 3,
  grantOutsidePim: 2,
  removeStanding: 1,
  disableUser: 1,
  deleteUser: 1,
  createUser: 1,
  editRoleSettings: 1,
};
const EARLY_EVENT_COUNT = 40;

test("a rollout ends well while people go on working: nobody loses access by it, and whatever people did has its own name", async () => {
  const { tenant } = scene;
  const started = await givenStartedRollout(scene);
  const eligibleRoles = new Set(started.before.eligible.map(({ roleDefinitionId }) => roleDefinitionId));
  for (const role of [...eligibleRoles].slice(0, 5)) await askForApproval(tenant, role);
  await startLife(tenant, { everyMs: 50, kinds: EVERYTHING });
  await expect
    .poll(async () => (await readLife(tenant)).length, { timeout: 20_000 })
    .toBeGreaterThan(EARLY_EVENT_COUNT);
  await startLife(tenant, { everyMs: 400, kinds: EVERYTHING });
  await whenPilotIsPromoted(scene, started);
  await untilEndedThroughHolds(started.id);
  await stopLife(tenant);

  const conversions = await readConversions(scene.client, started.id);
  const events = await readLife(tenant);
  expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(Object.keys(EVERYTHING)));
  expect(await tenant.readWatchdog()).toMatchObject({ count: 0 });
  for (const conversion of conversions) {
    expect(["converted", "skipped", "quarantined"]).toContain(conversion.state);
    expect({ conversion, isExplained: isExplained(conversion, events) }).toMatchObject({ isExplained: true });
  }
  expect(conversions.filter(({ state }) => state === "converted").length).toBeGreaterThan(10);
  const deletedIds = new Set(
    events.filter(({ kind }) => kind === "deleteUser").map(({ principalId }) => principalId ?? ""),
  );
  expect(accessOf(await tenant.readState(), deletedIds)).toEqual(
    expectedAccess(started.before, conversions, events, deletedIds),
  );
}, 240_000);

/** Waits for the end; where the failure budget is spent, somebody looks and lets it go on. */
async function untilEndedThroughHolds(id: string): Promise<void> {
  for (;;) {
    const { state, holds } = await untilProgress(
      scene,
      id,
      "an end or a hold",
      (progress) => ["completed", "incomplete"].includes(progress.state) || progress.holds.length > 0,
    );
    if (holds.length === 0) return;
    expect([state, ...holds.map(({ reason }) => reason)]).toEqual(["running", "failureBudgetSpent"]);
    valueOf(await scene.client.tellRollout(id, "resume", "It was people, not the tenant."));
  }
}

/** Whether what people did says why a conversion ended as it did: before it began, that can only be so. */
function isExplained(conversion: ConversionDocument, events: readonly LifeEvent[]): boolean {
  const { key, state, outcomeCode, startedAt } = conversion;
  const ofPrincipal = events.filter(({ principalId }) => principalId === key.principalId);
  const has = (kind: string, of = ofPrincipal): boolean => of.some((event) => event.kind === kind);
  const before = ofPrincipal.filter(({ at }) => Date.parse(at) < Date.parse(startedAt ?? ""));
  if (has("deleteUser", before)) return outcomeCode === "principalGone";
  if (has("disableUser", before)) return outcomeCode === "principalDisabled";
  const ofKey = ofPrincipal.filter((event) => keyText(keyOf(event)) === keyText(key));
  switch (outcomeCode) {
    case null:
      return state === "converted";
    case "principalGone":
      return has("deleteUser");
    case "principalDisabled":
      return has("disableUser");
    case "standingGone":
    case "alreadyEligible":
    case "accessLost":
      return has("removeStanding", ofKey);
    case "standingNotRemovable": {
      // Somebody gave it again right after it was removed.
      const removedAt = stepOf(conversion, "remove")?.intendedAt ?? "";
      return has(
        "grantOutsidePim",
        ofKey.filter(({ at }) => Date.parse(at) >= Date.parse(removedAt)),
      );
    }
    default:
      return false;
  }
}
