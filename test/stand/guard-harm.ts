import type { RolloutDocument } from "@standdown/contracts";
import { GUARD_NAMES, type GuardName, type Plan } from "@standdown/domain";
import type { GuardScene } from "./guard-scene.ts";
import type { Watch } from "./installation.ts";
import type { Person } from "./person.ts";
import { ROLES, type RoleName, type SmallWorld } from "./small-world.ts";

/** What would hurt: the tenant, the plan, what stops it, and what the plan does to people where nothing stops it. */
export type Hurt = {
  readonly guard: GuardName;
  readonly what: string;
  /** Null: a tenant that is made up. */
  readonly world: SmallWorld | null;
  /** What happens in the tenant before the plan is written. */
  readonly given?: (scene: GuardScene) => Promise<void>;
  readonly plan: (scene: GuardScene) => Plan;
  /** The worker under which it is stopped, where it is not one on which all guards watch. */
  readonly under?: Watch;
  /** How the plan fares there. */
  readonly stop: (rollout: RolloutDocument, scene: GuardScene) => Promise<readonly string[]>;
  readonly stopped: readonly string[];
  /** The worker that carries the plan out all the same. */
  readonly without: Watch;
  /** The plan is signed, started and carried out, to where it hurts. */
  readonly carryOut: (scene: GuardScene, rollout: RolloutDocument) => Promise<void>;
  /** What people can do, seen in the tenant: before the plan is carried out, and after. */
  readonly look: (scene: GuardScene) => Promise<readonly string[]>;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** The state of a rollout, and every code that it was refused for. */
export function refusal({ state, problems }: RolloutDocument): Promise<readonly string[]> {
  return Promise.resolve([state, ...new Set(problems.map(({ code }) => code))]);
}

/** The plan is signed, started, and has ended. */
export async function toTheEnd({ product }: GuardScene, rollout: RolloutDocument): Promise<void> {
  await product.begin(rollout);
  await product.until(rollout.id, "completed", ({ state }) => state === "completed");
}

/**
 * Whether each of these can do what the role is for: at once, or else by activating it. Where that has to be approved,
 * everybody in the tenant tries to.
 */
export async function uses(
  scene: GuardScene,
  names: readonly string[],
  role: RoleName,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of names) lines.push(`${name}: ${await use(scene, await scene.signIn(name), role)}`);
  return lines;
}

async function use(scene: GuardScene, person: Person | null, role: RoleName): Promise<string> {
  if (person === null) return "cannot sign in";
  const atOnce = await (role === "securityReader" ? person.readsRoles() : person.givesRoles());
  if (!atOnce.startsWith("403")) return atOnce;
  const { told, approvalId } = await person.activate(ROLES[role]);
  if (!told.endsWith("PendingApproval")) return `${atOnce}; activation: ${told}`;
  const approvers: string[] = [];
  for (const name of scene.names) {
    const answer = (await (await scene.signIn(name))?.approve(approvalId)) ?? "cannot sign in";
    if (answer.startsWith("20")) approvers.push(name);
  }
  return `${atOnce}; activation: ${told}; who could approve: ${approvers.join(" ") || "nobody"}`;
}

/** What is seen while these are locked out, or while they are let in again who were. */
export async function whileOtherwise(
  scene: GuardScene,
  areEnabled: Readonly<Record<string, boolean>>,
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  for (const [name, isEnabled] of Object.entries(areEnabled)) await scene.setEnabled(name, isEnabled);
  const seen = await look();
  for (const [name, isEnabled] of Object.entries(areEnabled)) await scene.setEnabled(name, !isEnabled);
  return seen;
}

/** The two accounts for emergencies, as they should be. */
export const GLASS = [
  { name: "glass1", holds: ["globalAdministrator"] },
  { name: "glass2", holds: ["globalAdministrator"] },
] as const;

/** What Graph answers to somebody who may not do something. */
export const REFUSED_NOW = "403 InsufficientPermissions";
/** What it answers to an activation that does not come about, and why. */
export const NOT_ELIGIBLE =
  'activation: 400 RoleAssignmentRequestPolicyValidationFailed ["EligibilityRule","MfaRule"]';
export const LACKS_FACTOR = 'activation: 400 RoleAssignmentRequestPolicyValidationFailed ["MfaRule"]';
export const WAITS = "activation: 201 PendingApproval; who could approve:";

/** What nearly every row has: a plan that is refused, and carried out to its end where one guard is left out. */
export const REFUSED = { stop: refusal, carryOut: toTheEnd } as const;

/** A worker on which all guards watch but these. */
export function allBut(...names: readonly GuardName[]): Watch {
  return { guards: GUARD_NAMES.filter((guard) => !names.includes(guard)) };
}
