import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { valueOf, type StanddownClient } from "@standdown/cli";
import {
  approveAndStart,
  checkOutcome,
  fillPlan,
  postPlan,
  readAccess,
  readConversions,
  readManifest,
  takeInventory,
  type Check,
  type SimulatedTenant,
  type TenantFacts,
  type TenantState,
} from "@standdown/cli/demo";
import type { ProgressDocument, RolloutDocument } from "@standdown/contracts";
import type { AccessKey } from "@standdown/domain";

const EXAMPLE = new URL("../../examples/remaining-roles.yaml", import.meta.url);
const LOOK_EVERY_MS = 100;
const WITHIN_MS = 90_000;

/** A tenant and the services that work on it; the client may come back at another address after a restart. */
export type Scene = { readonly tenant: SimulatedTenant; client: StanddownClient };

/** A rollout that was started, and what the tenant was before it. */
export type StartedRollout = {
  readonly id: string;
  readonly rollout: RolloutDocument;
  readonly facts: TenantFacts;
  readonly before: TenantState;
};

/** Changes what a plan says. */
export type EditPlan = (text: string) => string;

/** The example's plan for this tenant, with what is to be different in it. */
export function examplePlan({ tenantId, breakGlassIds }: TenantFacts, editPlan: EditPlan): unknown {
  const text = editPlan(readFileSync(EXAMPLE, "utf8"));
  return fillPlan(text, { tenantId, emergencyAccessIds: breakGlassIds });
}

/** Given: the example's plan, with what is to be different in it, posted, approved by somebody else and started. */
export async function givenStartedRollout(
  { tenant, client }: Scene,
  editPlan: EditPlan = (text) => text,
): Promise<StartedRollout> {
  const facts = await tenant.readFacts();
  const before = await tenant.readState();
  const rollout = await postPlan(client, examplePlan(facts, editPlan));
  if (rollout.state !== "planned")
    throw new Error(`the plan was refused: ${JSON.stringify(rollout.problems)}`);
  await approveAndStart(client, rollout);
  return { id: rollout.id, rollout, facts, before };
}

/** When: the first wave is promoted by an approver. */
export async function whenPilotIsPromoted({ client }: Scene, { id, rollout }: StartedRollout): Promise<void> {
  const digest = rollout.manifestDigest ?? "";
  valueOf(
    await client.decideGate(id, "pilot", { decision: "promote", digest, reason: "They know about it." }),
  );
}

/** Waits until the progress is as it should be; answers with it. Services that are down are waited for. */
export async function untilProgress(
  scene: Scene,
  id: string,
  what: string,
  isReached: (progress: ProgressDocument) => boolean,
): Promise<ProgressDocument> {
  const end = Date.now() + WITHIN_MS;
  let last: ProgressDocument | null = null;
  while (Date.now() < end) {
    const answer = await scene.client.readProgress(id).catch(() => null);
    if (answer !== null) last = valueOf(answer);
    if (last !== null && isReached(last)) return last;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`${what} was not reached in ${WITHIN_MS} ms; the progress is ${JSON.stringify(last)}`);
}

/** Waits until the rollout is in this state. */
export function untilRolloutIs(
  scene: Scene,
  { id }: StartedRollout,
  state: ProgressDocument["state"],
): Promise<ProgressDocument> {
  return untilProgress(scene, id, `a rollout that is ${state}`, (progress) => progress.state === state);
}

/** Waits until many conversions are between their first write and their last proof. */
export function untilInTheMiddle(scene: Scene, { id }: StartedRollout): Promise<ProgressDocument> {
  return untilProgress(scene, id, "the middle of a wave", ({ counts }) => counts.converting >= 10);
}

/** Then: what a completed rollout promises; answers with what did not come true. */
export async function brokenPromises({ tenant, client }: Scene, started: StartedRollout): Promise<Check[]> {
  const { id, facts, before } = started;
  const checks = checkOutcome({
    facts,
    before,
    manifest: readManifest(valueOf(await client.readManifest(id))),
    conversions: await readConversions(client, id),
    ledger: valueOf(await client.verifyLedger(id)),
    after: await tenant.readState(),
    watchdog: await tenant.readWatchdog(),
  });
  return checks.filter(({ isMet }) => !isMet);
}

/**
 * Everything that people hold, read through the services, as lines in a stable order. What may differ after it was
 * put back is left out: ids and start times.
 */
export async function heldAccess({ client }: Scene): Promise<readonly string[]> {
  const { id } = await takeInventory(client);
  const { assignments, eligibilities } = await readAccess(client, id);
  const lines = [
    ...assignments.map(({ assignmentType, memberType, endDateTime, ...row }) =>
      JSON.stringify([...keyOf(row), "active", assignmentType, memberType, endDateTime]),
    ),
    ...eligibilities.map(({ memberType, endDateTime, ...row }) =>
      JSON.stringify([...keyOf(row), "eligible", memberType, endDateTime]),
    ),
  ];
  return lines.toSorted((a, b) => a.localeCompare(b));
}

/** Of {@link heldAccess}, what these principals hold. */
export function linesOf(principalIds: ReadonlySet<string>, lines: readonly string[]): string[] {
  return lines.filter((line) => principalIds.has(principalOf(line)));
}

/** Of {@link heldAccess}, what everybody else holds. */
export function linesOfOthers(principalIds: ReadonlySet<string>, lines: readonly string[]): string[] {
  return lines.filter((line) => !principalIds.has(principalOf(line)));
}

function principalOf(line: string): string {
  const [principalId]: readonly unknown[] = JSON.parse(line);
  return String(principalId);
}

function keyOf({
  principalId,
  roleDefinitionId,
  directoryScopeId,
  appScopeId,
}: AccessKey): readonly unknown[] {
  return [principalId, roleDefinitionId, directoryScopeId, appScopeId];
}
