import { randomUUID } from "node:crypto";
import {
  GLOBAL_ADMINISTRATOR,
  type AssignmentInstance,
  type InventoryPage,
  type RoleAssignment,
} from "@standdown/domain";
import { compileRollout } from "@standdown/engine";
import type { Store } from "@standdown/store";
import { BREAK_GLASS, MESSAGE_CENTER_READER, messageCenterReader, user } from "./api-under-test.ts";

const LEASE_MS = 60_000;
const TIMING = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Somebody who holds Message Center Reader, with a name that a spreadsheet would take for a formula. */
export const HOLDERS = [
  { ...user("bbbbbbbb-0000-4000-8000-000000000001"), displayName: '=HYPERLINK("http://evil","Ana")' },
  { ...user("bbbbbbbb-0000-4000-8000-000000000002"), displayName: 'Müller, "Bö"' },
  { ...user("bbbbbbbb-0000-4000-8000-000000000003"), displayName: "Čeněk" },
];

/** Reads an inventory to its end as a worker would: two break-glass accounts and three holders. */
export async function completeInventory(store: Store, inventoryId: string): Promise<void> {
  const claim = await store.claimInventory(inventoryId, LEASE_MS);
  if (claim === null) throw new Error("the inventory is claimed or ended");
  for (const page of pages()) await store.savePage(claim, page, LEASE_MS);
  await store.endInventory(claim, { state: "completed", endedAt: new Date().toISOString() });
}

/** Compiles a rollout as a worker would; answers the manifest's digest. */
export async function compileStored(store: Store, rolloutId: string, inventoryId: string): Promise<string> {
  await completeInventory(store, inventoryId);
  await compileRollout(
    {
      store,
      clock: { now: () => new Date() },
      newId: randomUUID,
      log: silent,
      ownAppId: null,
      timing: TIMING,
    },
    rolloutId,
  );
  const rollout = await store.loadRollout(rolloutId);
  if (rollout?.manifestDigest == null) throw new Error("the rollout was not compiled");
  return rollout.manifestDigest;
}

function pages(): InventoryPage[] {
  const assignments = [
    ...BREAK_GLASS.map((id) => instance(id, GLOBAL_ADMINISTRATOR)),
    ...HOLDERS.map(({ id }) => instance(id, MESSAGE_CENTER_READER)),
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
