import { valueOf } from "@standdown/cli";
import { GUARD_NAMES, type Plan } from "@standdown/domain";
import { describe, expect, test } from "vitest";
import { GuardScene } from "../stand/guard-scene.ts";
import type { Hurt } from "../stand/guard-harm.ts";
import { CHOSEN_HURTS } from "../stand/chosen-hurts.ts";
import { ENFORCED_HURTS } from "../stand/enforced-hurts.ts";

describe("a plan that would hurt is stopped whatever it says, and hurts where the one guard is left out", () => {
  test.each(ENFORCED_HURTS)("$guard: $what", (hurt) => tell(hurt, noPlanSwitchesItOff), 60_000);
});

describe("a plan that would hurt is stopped unless it says otherwise, and hurts where the one guard is left out", () => {
  test.each(CHOSEN_HURTS)("$guard: $what", (hurt) => tell(hurt, thePlanTurnsItDown), 60_000);
});

test("every guard is in one of the two tables", () => {
  const placed = [...ENFORCED_HURTS, ...CHOSEN_HURTS].map(({ guard }) => guard);
  expect(placed.toSorted()).toEqual(GUARD_NAMES.toSorted());
});

async function tell(hurt: Hurt, seeWhatPlansMaySay: typeof seeItStopped): Promise<void> {
  const scene = await GuardScene.start(hurt.world);
  try {
    await hurt.given?.(scene);
    await seeItStopped(scene, hurt);
    await seeWhatPlansMaySay(scene, hurt);
    await seeItHurt(scene, hurt);
  } finally {
    await scene.close();
  }
}

async function seeItStopped(scene: GuardScene, hurt: Hurt): Promise<void> {
  if (hurt.under !== undefined) await scene.product.watchedBy(hurt.under);
  const rollout = await scene.product.post(hurt.plan(scene));
  expect(await hurt.stop(rollout, scene)).toEqual(hurt.stopped);
  if (rollout.state === "planned") await abort(scene, rollout.id);
}

async function noPlanSwitchesItOff(scene: GuardScene, hurt: Hurt): Promise<void> {
  const answer = await scene.product.client.createRollout(withMode(hurt.plan(scene), hurt.guard, "off"));
  expect(answer).toMatchObject({
    ok: false,
    problem: { errors: [{ pointer: `/plan/spec/guards/${hurt.guard}`, code: "unknownField" }] },
  });
}

async function thePlanTurnsItDown(scene: GuardScene, hurt: Hurt): Promise<void> {
  for (const mode of ["warn", "off"] as const) {
    const { id, state } = await scene.product.post(withMode(hurt.plan(scene), hurt.guard, mode));
    expect(state).toBe("planned");
    const { items } = valueOf(await scene.product.client.listFindings(id));
    expect(items.some(({ guard }) => guard === hurt.guard)).toBe(mode === "warn");
    await abort(scene, id);
  }
}

async function seeItHurt(scene: GuardScene, hurt: Hurt): Promise<void> {
  await scene.product.watchedBy(hurt.without);
  const rollout = await scene.product.post(hurt.plan(scene));
  expect(rollout).toMatchObject({ state: "planned", problems: [] });
  expect(await hurt.look(scene)).toEqual(hurt.before);
  await hurt.carryOut(scene, rollout);
  expect(await hurt.look(scene)).toEqual(hurt.after);
}

/** The plan, as somebody writes it who wants this guard to say less; no type stops them. */
function withMode({ spec, ...plan }: Plan, guard: string, mode: "warn" | "off"): unknown {
  const floor = { ...spec.guards?.availabilityFloor, mode };
  const guards = { ...spec.guards, [guard]: guard === "availabilityFloor" ? floor : mode };
  return { ...plan, spec: { ...spec, guards } };
}

async function abort({ product }: GuardScene, id: string): Promise<void> {
  valueOf(await product.client.tellRollout(id, "abort", "It was only looked at."));
}
