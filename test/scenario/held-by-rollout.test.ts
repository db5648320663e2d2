import { valueOf } from "@standdown/cli";
import { readConversions } from "@standdown/cli/demo";
import type { Plan } from "@standdown/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GuardScene } from "../stand/guard-scene.ts";
import { Installation } from "../stand/installation.ts";
import { differencesFromClaims } from "../stand/ledger-claims.ts";

let scene: GuardScene;
let other: Installation;
beforeAll(async () => {
  scene = await GuardScene.start({
    people: [
      { name: "glass1", holds: ["globalAdministrator"] },
      { name: "glass2", holds: ["globalAdministrator"] },
      { name: "ann", holds: ["securityReader"] },
    ],
  });
  // One that knows nothing of the rollouts of the first: what is refused is looked up in the database.
  other = await Installation.start(scene.tenant);
});
afterAll(async () => {
  await other.close();
  await scene.close();
});

/** Everybody in one wave, which waits until somebody promotes it. */
function gatedPlan(): Plan {
  return scene.plan("securityReader", {
    waves: [{ name: "all", size: { remainder: true }, approval: { minimum: 1 } }],
  });
}

test("of two rollouts over the same person and role the second is refused; where it is not, it undoes what the first has put back", async () => {
  const { product } = scene;
  const first = await product.post(gatedPlan());
  const refused = await product.post(gatedPlan());
  expect(refused.state).toBe("aborted");
  expect(refused.problems).toMatchObject([{ pointer: "/spec/selection", code: "heldByRollout" }]);
  expect(refused.problems[0]?.message).toContain(first.id);

  const second = await other.post(gatedPlan());
  await product.begin(first);
  await other.begin(second);
  const before = await scene.tenant.readState();
  await product.promote(first, "all");
  await product.until(first.id, "completed", ({ state }) => state === "completed");
  expect(await scene.standing("securityReader", ["ann"])).toBe("standing: nobody");
  valueOf(await product.client.tellRollout(first.id, "roll-back", "The change was called off."));
  await product.until(first.id, "rolled back", ({ state }) => state === "rolledBack");
  const putBack = await readConversions(product.client, first.id);
  expect(differencesFromClaims(putBack, before, await scene.tenant.readState())).toEqual([]);
  expect(await scene.standing("securityReader", ["ann"])).toBe("standing: ann");

  // What was called off happens all the same, and the first rollout's record is not true any more.
  await other.promote(second, "all");
  await other.until(second.id, "completed", ({ state }) => state === "completed");
  expect(await scene.standing("securityReader", ["ann"])).toBe("standing: nobody");
  expect(differencesFromClaims(putBack, before, await scene.tenant.readState())).toMatchObject([
    expect.stringMatching(/rolledBack .*standing should be 1 and is 0/),
    expect.stringMatching(/rolledBack .*eligible should be 0 and is 1/),
  ]);
}, 60_000);
