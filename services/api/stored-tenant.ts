import { randomUUID } from "node:crypto";
import {
  GLOBAL_ADMINISTRATOR,
  type AssignmentInstance,
  type InventoryPage,
  type RoleAssignment,
} from "@standdown/domain";
import { checkDrift, compileRollout } from "@standdown/engine";
import type { Store } from "@standdown/store";
import { BREAK_GLASS, MESSAGE_CENTER_READER, messageCenterReader, user } from "./api-under-test.ts";

const LEASE_MS = 60_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Somebody who holds Message Center Reader, with a name that a spreadsheet would take for a formula. */
export const HOLDERS = [
  { ...user("bbbbbbbb-0000-4000-8000-000000000001"), displayName: '=HYPERLINK("http://evil","Ana")' },
  { ...user("bbbbbbbb-0000-4000-8000-000000000002"), displayName: 'Müller, "Bö"' },
  { ...user("bbbbbbbb-0000-4000-8000-000000000003"), displayName: "Čeněk" },
];

/** Reads an inventory to its end as a worker would: two break-glass accounts and three holders. */
export async function completeInventory(
  store: Store,
  inventoryId: string,
  holderCount = HOLDERS.length,
): Promise<void> {
  const claim = await store.claimInventory(inventoryId, LEASE_MS);
  if (claim === null) throw new Error("the inventory is claimed or ended");
  for (const page of pages(holderCount)) await store.savePage(claim, page, LEASE_MS);
  await store.endInventory(claim, { state: "completed", endedAt: new Date().toISOString() });
}

/** Compiles a rollout as a worker would; answers the manifest's digest. */
export async function compileStored(store: Store, rolloutId: string, inventoryId: string): Promise<string> {
  await completeInventory(store, inventoryId);
  await compileRollout(partsOf(store), rolloutId);
  const rollout = await store.loadRollout(rolloutId);
  if (rollout?.manifestDigest == null) throw new Error("the rollout was not compiled");
  return rollout.manifestDigest;
}

/** Compares a rollout that was started with a tenant in which so many holders are left. */
export async function checkStored(
  store: Store,
  rolloutId: string,
  holderCount = HOLDERS.length,
): Promise<void> {
  const check = (await store.loadRollout(rolloutId))?.driftCheck;
  if (check == null) throw new Error("the rollout was not started");
  await completeInventory(store, check.inventoryId, holderCount);
  await checkDrift(partsOf(store), rolloutId);
}

function partsOf(store: Store): Parameters<typeof checkDrift>[0] {
  return { store, clock: { now: () => new Date() }, newId: randomUUID, log: silent, ownAppId: null };
}

function pages(holderCount: number): InventoryPage[] {
  const assignments = [
    ...BREAK_GLASS.map((id) => instance(id, GLOBAL_ADMINISTRATOR)),
    ...HOLDERS.slice(0, holderCount).map(({ id }) => instance(id, MESSAGE_CENTER_READER)),
  ];
  const globalAdministrator = {
    ...messageCenterReader,
    id: GLOBAL_ADMINISTRATOR,
    templateId: GLOBAL_ADMINISTRATOR,
    displayName: "Global Administrator",
  };
  return [
    { kind: "roles", rows: [messageCenterReader, globalAdministrator] },
    { kind: "principals", rows: [...BREAK_GLASS.map(user), ...HOLDERS] },
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
