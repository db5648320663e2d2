import { startRollout, valueOf } from "@standdown/cli";
import type { Plan } from "@standdown/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GuardScene } from "../stand/guard-scene.ts";
import { changeRule } from "../stand/settings-story.ts";
import { ROLES } from "../stand/small-world.ts";

let scene: GuardScene;
beforeAll(async () => {
  scene = await GuardScene.start({
    people: [
      { name: "glass1", holds: ["globalAdministrator"] },
      { name: "glass2", holds: ["globalAdministrator"] },
      { name: "ann", holds: ["securityReader"] },
      { name: "bob", holds: ["securityReader"] },
    ],
  });
});
afterAll(async () => await scene.close());

/** Somebody is moved in a role whose activations are cut to so long. */
function planFor(name: string, maximumDuration: string): Plan {
  const role = ROLES.securityReader;
  return scene.plan("securityReader", {
    selection: { roles: [{ id: role }], principals: { include: [scene.idOf(name)] } },
    roleSettings: {
      templates: { short: { activation: { maximumDuration } } },
      assign: [{ roles: [{ id: role }], template: "short" }],
    },
  });
}

test("settings are signed with a plan: who wants others is refused, and what somebody changed before the start stops it", async () => {
  const { product } = scene;
  const first = await product.post(planFor("ann", "PT2H"));
  expect(first).toMatchObject({ state: "planned", problems: [] });
  const whatIf = valueOf(await product.client.readWhatIf(first.id));
  expect(whatIf.roleSettings).toMatchObject([
    {
      roleDefinitionId: ROLES.securityReader,
      pointer: "/spec/roleSettings/assign/0",
      rules: [{ ruleId: "Expiration_EndUser_Assignment", effect: "tightening" }],
      kept: [],
    },
  ]);

  const second = await product.post(planFor("bob", "PT1H"));
  expect(second).toMatchObject({
    state: "aborted",
    problems: [{ pointer: "/spec/roleSettings/assign/0", code: "settingsHeldByRollout" }],
  });
  expect(second.problems[0]?.message).toContain(
    `${first.id}) has not ended and sets it at /spec/roleSettings/assign/0`,
  );
  expect((await product.post(planFor("bob", "PT120M"))).state).toBe("planned");

  await changeRule(scene.tenant, ROLES.securityReader, "Expiration_EndUser_Assignment", {
    maximumDuration: "PT4H",
  });
  const digest = first.manifestDigest ?? "";
  valueOf(
    await product.client.approve(first.id, { digest, decision: "approve", reason: "As the change says." }),
  );
  const stopped = await startRollout(product.client, first.id, "The change window is open.");
  expect(stopped).toMatchObject({
    state: "planned",
    driftCheck: { state: "beyond", counts: { added: 0, gone: 0, changed: 0, warned: 0, settings: 1 } },
  });
  expect(stopped.driftCheck?.problems).toMatchObject([
    {
      pointer: "/spec/roleSettings/assign/0",
      code: "settingsChanged",
      message: expect.stringContaining('activation: duration, from "at most 8 h" to "at most 4 h"'),
    },
  ]);
  expect(stopped.manifestDigest).not.toBe(digest);
});
