import { randomUUID } from "node:crypto";
import {
  GLOBAL_ADMINISTRATOR,
  type AssignmentInstance,
  type InventoryPage,
  type Principal,
  type RoleAssignment,
} from "@standdown/domain";
import { checkDrift, compileRollout } from "@standdown/engine";
import type { Store } from "@standdown/store";
import { BREAK_GLASS, MESSAGE_CENTER_READER, messageCenterReader, user } from "./api-under-test.ts";

const LEASE_MS = 60_000;
const TIMING = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** How many hold Message Center Reader. */
export const HOLDER_COUNT = 3;

/**
 * Somebody who holds Message Center Reader, with names that a spreadsheet would take for a formula, in the order of their ids. Others each time:
 * two rollouts never move the same people.
 */
export function someHolders(): readonly Principal[] {
  const names = ['=HYPERLINK("http://evil","Ana")', 'Müller, "Bö"', "Čeněk"];
  const ids = names.map(() => randomUUID()).toSorted();
  return names.map((displayName, at) => ({ ...user(ids[at] ?? ""), displayName }));
}

/** Reads an inventory to its end as a worker would: two break-glass accounts and three holders, or these, and more pages. */
export async function completeInventory(
  store: Store,
  inventoryId: string,
  holders: readonly Principal[] = someHolders(),
  more: readonly InventoryPage[] = [],
): Promise<void> {
  const claim = await store.claimInventory(inventoryId, LEASE_MS);
  if (claim === null) throw new Error("the inventory is claimed or ended");
  for (const page of [...pages(holders), ...more]) await store.savePage(claim, page, LEASE_MS);
  await store.endInventory(claim, { state: "completed", endedAt: new Date().toISOString() });
}

/** Compiles a rollout as a worker would; answers the manifest's digest. */
export async function compileStored(store: Store, rolloutId: string, inventoryId: string): Promise<string> {
  await completeInventory(store, inventoryId);
  await compileAgain(store, rolloutId);
  const rollout = await store.loadRollout(rolloutId);
  if (rollout?.manifestDigest == null) throw new Error("the rollout was not compiled");
  return rollout.manifestDigest;
}

/** Compiles a rollout on an inventory that is completed. */
export async function compileAgain(store: Store, rolloutId: string): Promise<void> {
  await compileRollout(partsOf(store), rolloutId);
}

/** Compares a rollout that was started with a tenant in which so many of its holders are left; all, if not said. */
export async function checkStored(store: Store, rolloutId: string, holderCount?: number): Promise<void> {
  const rollout = await store.readRollout(rolloutId);
  if (rollout?.driftCheck == null) throw new Error("the rollout was not started");
  const read = await store.listInventoryRows(rollout.inventoryId, "principals", { cursor: null, limit: 100 });
  const holders = read.items.filter(({ id }) => !BREAK_GLASS.some((glassId) => glassId === id));
  await completeInventory(store, rollout.driftCheck.inventoryId, holders.slice(0, holderCount));
  await checkDrift(partsOf(store), rolloutId);
}

function partsOf(store: Store): Parameters<typeof checkDrift>[0] {
  return {
    store,
    clock: { now: () => new Date() },
    newId: randomUUID,
    log: silent,
    ownAppId: null,
    timing: TIMING,
  };
}

function pages(holders: readonly Principal[]): InventoryPage[] {
  const assignments = [
    ...BREAK_GLASS.map((id) => instance(id, GLOBAL_ADMINISTRATOR)),
    ...holders.map(({ id }) => instance(id, MESSAGE_CENTER_READER)),
  ];
  const globalAdministrator = {
    ...messageCenterReader,
    id: GLOBAL_ADMINISTRATOR,
    templateId: GLOBAL_ADMINISTRATOR,
    displayName: "Global Administrator",
  };
  return [
    { kind: "roles", rows: [messageCenterReader, globalAdministrator] },
    { kind: "principals", rows: [...BREAK_GLASS.map(user), ...holders] },
    { kind: "assignments", rows: assignments },
    { kind: "roleAssignments", rows: assignments.map(assignmentOf) },
  ];
}

function instance(principalId: string, roleDefinitionId: string): AssignmentInstance {
  return {
    id: randomUUID(),
    principalId,
    roleDefinitionId,
    directoryScopeId: "/",
    appScopeId: null,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: randomUUID(),
    roleAssignmentOriginId: null,
  };
}

function assignmentOf(row: AssignmentInstance): RoleAssignment {
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = row;
  return { id: randomUUID(), principalId, roleDefinitionId, directoryScopeId, appScopeId };
}
