import { randomUUID } from "node:crypto";
import {
  commandRollout,
  GLOBAL_ADMINISTRATOR,
  NOTHING_KNOWN,
  type AssignmentInstance,
  type InventoryPage,
  type Plan,
  type Principal,
  type RolloutCommand,
  type RolloutSnapshot,
} from "@standdown/domain";
import { compileRollout, type checkDrift } from "@standdown/engine";
import { createStore, openPool, type Store } from "@standdown/store";
import { startTestDatabase } from "../environment/postgres.ts";

const TENANT_ID = "11111111-1111-4111-8111-111111111111";
/** The role that everybody holds. */
export const READER = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
const LEASE_MS = 60_000;
const GLASS = ["glass-1", "glass-2"];

/** A rollout in a store, worked on by workers that can be told to fail, on a tenant that is only written down. */
export class StoredRollout {
  readonly store: Store;
  readonly id: string;
  readonly #close: () => Promise<void>;

  private constructor(store: Store, id: string, close: () => Promise<void>) {
    this.store = store;
    this.id = id;
    this.#close = close;
  }

  /** Given: a plan with three waves that was approved while these people held a role. */
  static async approved(
    holders: readonly string[],
    spec: Partial<Plan["spec"]> = {},
  ): Promise<StoredRollout> {
    const given = await StoredRollout.compiling(holders, spec);
    await compileRollout(given.worker(), given.id);
    await given.approve();
    return given;
  }

  /** Given: the same plan, posted while these people held a role, and not yet compiled. */
  static async compiling(
    holders: readonly string[],
    spec: Partial<Plan["spec"]> = {},
  ): Promise<StoredRollout> {
    const database = await startTestDatabase();
    const log = { warn: () => undefined };
    const store = createStore(openPool(database.databaseUrl, { connectionsMax: 4, log }));
    const { id, inventoryId } = await store.createRollout({
      plan: planWith(spec),
      planDigest: "p".repeat(64),
      author: "ada",
      inventoryId: null,
      idempotencyKey: null,
    });
    const given = new StoredRollout(store, id, async () => {
      await store.close();
      await database.close();
    });
    await given.read(inventoryId, holders);
    return given;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** A worker; what is said here its store does otherwise. */
  worker(otherwise: Partial<Store> = {}): Parameters<typeof checkDrift>[0] {
    return {
      store: { ...this.store, ...otherwise },
      clock: { now: () => new Date() },
      newId: randomUUID,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      ownAppId: null,
      timing: { proofIntervalMs: 10_000, minimumAgeMs: 300_000 },
    };
  }

  async load(): Promise<RolloutSnapshot> {
    const rollout = await this.store.loadRollout(this.id);
    if (rollout === null) throw new Error("the rollout is not there");
    return rollout;
  }

  async tell(command: RolloutCommand): Promise<void> {
    const context = { caller: "bob", now: new Date(), newId: randomUUID };
    const outcome = commandRollout(await this.load(), command, context);
    if (!outcome.ok) throw new Error(outcome.refusal.detail);
    const saved = await this.store.saveRolloutChange(outcome.change);
    if (saved !== "saved") throw new Error(saved);
  }

  async approve(): Promise<void> {
    const { manifestDigest } = await this.load();
    await this.tell({ name: "approve", digest: manifestDigest ?? "", decision: "approve", reason: "fine" });
  }

  /** When: it is started, and the reading that this orders finds these people, and what else is given. */
  async startOn(holders: readonly string[], more: readonly InventoryPage[] = []): Promise<void> {
    await this.tell({ name: "start", reason: "now" });
    await this.read((await this.load()).driftCheck?.inventoryId ?? "", holders, more);
  }

  /** Reads these people into an inventory, to its end. */
  async read(
    inventoryId: string,
    holders: readonly string[],
    more: readonly InventoryPage[] = [],
  ): Promise<void> {
    const claim = await this.store.claimInventory(inventoryId, LEASE_MS);
    if (claim === null) throw new Error("the inventory can't be claimed");
    for (const page of [...pagesOf(holders), ...more]) await this.store.savePage(claim, page, LEASE_MS);
    const endedAt = new Date().toISOString();
    await this.store.endInventory(claim, { state: "completed", endedAt });
  }

  /** Who is moved in which wave, as the manifest says it. */
  async waveOf(): Promise<Record<string, number>> {
    const { items } = await this.store.listManifestEntries(this.id, { cursor: null, limit: 1000 });
    return Object.fromEntries(
      items.flatMap(({ key, wavePosition }) =>
        wavePosition === null ? [] : [[key.principalId, wavePosition]],
      ),
    );
  }

  /** `kind principal` of what the last check has found. */
  async differences(): Promise<string[]> {
    const { driftCheck } = await this.load();
    const { items } = await this.store.listDriftRows(driftCheck?.id ?? "", { cursor: null, limit: 1000 });
    return items.map(({ kind, key }) => `${kind} ${key.principalId}`);
  }
}

function planWith(spec: Partial<Plan["spec"]>): Plan {
  return {
    apiVersion: "standdown/v1",
    kind: "RolloutPlan",
    metadata: { name: "some-plan" },
    spec: {
      tenant: { id: TENANT_ID, cloud: "global" },
      change: { system: "servicenow", number: "CHG1" },
      justification: "{rollout}/{wave}, {change}",
      emergencyAccess: { principals: GLASS, minimumStanding: 2 },
      selection: { roles: [{ all: "remaining" }] },
      strategy: { default: "convert" },
      eligibility: { expiration: "none" },
      waves: [
        { name: "pilot", size: { count: 2 }, approval: { minimum: 1 } },
        { name: "early", size: { percent: 50 } },
        { name: "broad", size: { remainder: true } },
      ],
      ...spec,
    },
  };
}

function pagesOf(holders: readonly string[]): InventoryPage[] {
  const assignments = [
    ...GLASS.map((id) => instance(id, GLOBAL_ADMINISTRATOR)),
    ...holders.map((id) => instance(id, READER)),
  ];
  return [
    {
      kind: "roles",
      rows: [GLOBAL_ADMINISTRATOR, READER].map((id) => ({
        id,
        templateId: id,
        displayName: id,
        isBuiltIn: true,
        isEnabled: true,
        isPrivileged: null,
      })),
    },
    { kind: "principals", rows: [...GLASS, ...holders].map(person) },
    { kind: "assignments", rows: assignments },
    {
      kind: "roleAssignments",
      rows: assignments.map(({ id, principalId, roleDefinitionId, directoryScopeId, appScopeId }) => ({
        id,
        principalId,
        roleDefinitionId,
        directoryScopeId,
        appScopeId,
      })),
    },
  ];
}

function person(id: string): Principal {
  return { ...NOTHING_KNOWN, id, type: "user", displayName: id, accountEnabled: true, userType: "Member" };
}

function instance(principalId: string, roleDefinitionId: string): AssignmentInstance {
  return {
    id: `${principalId}-${roleDefinitionId}`,
    principalId,
    roleDefinitionId,
    directoryScopeId: "/",
    appScopeId: null,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: `${principalId}-${roleDefinitionId}`,
    roleAssignmentOriginId: null,
  };
}
