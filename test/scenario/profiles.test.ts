import { valueOf } from "@standdown/cli";
import { postPlan, readConversions } from "@standdown/cli/demo";
import type { ConversionDocument } from "@standdown/contracts";
import { expect, test } from "vitest";
import { differencesFromTenant } from "../stand/ledger-claims.ts";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  examplePlan,
  givenStartedRollout,
  untilProgress,
  whenPilotIsPromoted,
  type StartedRollout,
} from "../stand/rollout-story.ts";
import { advanceClock, readQuirks, setLimits } from "../stand/trouble.ts";

/** Everything fifty times faster than it is, the tenant's lags and our proof interval alike. */
const QUICK = { lagFactor: 0.02, proofInterval: "PT0.2S", minimumAge: "PT1S", admins: 30 } as const;

/** How each profile lets the story end, and the codes that its quirks explain. */
const PROFILES = [
  { profile: "ideal", forward: "completed", back: "rolledBack", codes: [], backCodes: [] },
  { profile: "observed", forward: "completed", back: "rolledBack", codes: [], backCodes: [] },
  {
    profile: "hostile",
    forward: "incomplete",
    back: "rolledBack",
    // grantNeverProvisions; outsidePimSurvivesRemove; crossSideDropOnRemove; listsDisagree about a row put back.
    codes: ["grantNotProved", "standingNotRemovable", "eligibilityLost", "restoreNotProved"],
    // What was lost of those who were eligible before stays lost, and is said.
    backCodes: ["restoreNotProved", "eligibilityLost"],
  },
] as const;

test.concurrent.each(PROFILES)(
  "under `$profile` a rollout and its roll-back end, nobody loses access, and the tenant is what the ledger says",
  async ({ profile, forward, back, codes, backCodes }) => {
    const scene = await startOneProcessScene({ profile, ...QUICK });
    try {
      expect(await readQuirks(scene.tenant)).toMatchObject({ profile });
      // Reports of seven rows a page meet their limit again and again, and the scenario of the limits has that.
      await setLimits(scene.tenant, { reports: { count: 1000, windowMs: 10_000 } });
      const exclusions = profile === "hostile" ? await exclusionsOfUnreconciled(scene) : "";
      const started = await givenStartedRollout(scene, (plan) => withGenerousBudget(plan) + exclusions);
      await whenPilotIsPromoted(scene, started);
      await untilAtEnd(scene, started, [forward]);
      const { converted, others } = await expectTruth(scene, started);
      expect(converted).toBeGreaterThan(20);
      expect(codes).toEqual(expect.arrayContaining(others));
      expect(others.length > 0).toBe(profile === "hostile");

      valueOf(await scene.client.tellRollout(started.id, "roll-back", "The change was called off."));
      await untilAtEnd(scene, started, [back, "incomplete"]);
      const undone = await expectTruth(scene, started);
      expect(undone.rolledBack).toBeGreaterThan(20);
      expect(backCodes).toEqual(expect.arrayContaining(undone.others));

      // A loss of the service's own making counts when it is still there after this.
      await advanceClock(scene.tenant, "PT2M");
      expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
    } finally {
      await scene.close();
    }
  },
  180_000,
);

/** The plan is refused for everybody about whom the tenant's lists disagree: an operator leaves these out. */
async function exclusionsOfUnreconciled({ tenant, client }: OneProcessScene): Promise<string> {
  const { state, problems } = await postPlan(
    client,
    examplePlan(await tenant.readFacts(), withGenerousBudget),
  );
  expect(state).toBe("aborted");
  expect(problems.filter(({ code }) => code !== "unreconciled")).toEqual([]);
  const ids = new Set(
    problems.map(({ message }) => /\((?<id>[0-9a-f-]{36})\)/.exec(message)?.groups?.["id"]),
  );
  const exclusions = [...ids].map(
    (id) =>
      `    - { principalId: ${id}, reasonCode: other, owner: kit@example.com, expires: "2999-12-31" }\n`,
  );
  return `  exclusions:\n${exclusions.join("")}`;
}

/** Every wave goes on whatever fails, and at once. */
function withGenerousBudget(plan: string): string {
  return plan
    .replaceAll(/soak: PT2S/g, "soak: PT0.1S")
    .replaceAll(/failureBudget: \{ percent: \d+ \}/g, "failureBudget: { percent: 100 }")
    .replace("approval: { minimum: 1 }", "approval: { minimum: 1 }\n      failureBudget: { percent: 100 }");
}

function untilAtEnd(scene: OneProcessScene, { id }: StartedRollout, states: readonly string[]) {
  return untilProgress(scene, id, `a rollout that is ${states.join(" or ")}`, (progress) =>
    states.includes(progress.state),
  );
}

/** Everything is final, the ledger is whole, and the tenant holds what it says; answers with how things ended. */
async function expectTruth(scene: OneProcessScene, { id, before }: StartedRollout) {
  const conversions = await readConversions(scene.client, id);
  const inState = (state: ConversionDocument["state"]): ConversionDocument[] =>
    conversions.filter((conversion) => conversion.state === state);
  const unfinished = [...inState("pending"), ...inState("queued"), ...inState("converting")];
  expect(unfinished).toEqual([]);
  expect(valueOf(await scene.client.verifyLedger(id))).toMatchObject({ isWhole: true });
  expect(differencesFromTenant(conversions, before, await scene.tenant.readState())).toEqual([]);
  expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
  const others = [...inState("failed"), ...inState("quarantined"), ...inState("skipped")];
  return {
    converted: inState("converted").length,
    rolledBack: inState("rolledBack").length,
    others: [...new Set(others.map(({ outcomeCode }) => outcomeCode ?? ""))],
  };
}
