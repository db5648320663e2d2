import { randomUUID } from "node:crypto";
import {
  commandRollout,
  concludeDriftCheck,
  decide,
  manifestDigest,
  NO_DRIFT,
  type Conversion,
  type EffectiveDisposition,
  type DriftCounts,
  type Manifest,
  type ManifestEntry,
  type Plan,
  type RolloutChange,
  type RolloutCommand,
  type RolloutSnapshot,
  type SettingsEntry,
} from "@standdown/domain";
import type pg from "pg";
import { startTestDatabase } from "../../../test/environment/postgres.ts";
import type { ConversionChange } from "../conversion/save-conversion.ts";
import type { Claim } from "../claim.ts";
import { openPool } from "../pool.ts";
import { createStore, type Store } from "../store.ts";
import { storeManifest } from "./store-manifest.ts";

/** A store on a database of its own. `pool` is there to look past the store, and to let leases run out. */
export type World = {
  readonly store: Store;
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  close(): Promise<void>;
};

export const LEASE_MS = 60_000;
export const TENANT_ID = "11111111-1111-4111-8111-111111111111";

/** Opens a world; its suite closes it. */
export async function givenWorld(): Promise<World> {
  const database = await startTestDatabase();
  const { databaseUrl } = database;
  // Dropping the database breaks what the pool has not closed yet.
  const pool = openPool(databaseUrl, { connectionsMax: 8, log: { warn: () => undefined } });
  const store = createStore(pool);
  return {
    store,
    pool,
    databaseUrl,
    close: async () => {
      await store.close();
      await database.close();
    },
  };
}

/** What a rollout of a test is made of: for each wave its concurrency and the principals of its conversions. */
export type GivenRollout = {
  readonly waves: readonly {
    readonly concurrencyMax?: number;
    readonly principals: readonly string[];
    /** What becomes of all of them; `convert` where it is not said. */
    readonly disposition?: EffectiveDisposition;
    /** The role of all of them; one of its own for each where it is not said. */
    readonly role?: string;
  }[];
  /** What becomes of the settings of roles. */
  readonly settings?: readonly SettingsEntry[];
  readonly tenantId?: string;
};

/** A plan that asks for nothing in particular. */
export function somePlan(tenantId: string = TENANT_ID): Plan {
  return {
    apiVersion: "standdown/v1",
    kind: "RolloutPlan",
    metadata: { name: "some-plan" },
    spec: {
      tenant: { id: tenantId, cloud: "global" },
      change: { system: "servicenow", number: "CHG{wave}1" },
      justification: "{rollout}/{wave}, {change}",
      emergencyAccess: { principals: [randomUUID(), randomUUID()], minimumStanding: 2 },
      selection: { roles: [{ all: "remaining" }] },
      strategy: { default: "convert" },
      eligibility: { expiration: "none" },
      waves: [{ name: "wave-0", size: { remainder: true } }],
    },
  };
}

/** A manifest with these waves, one entry for each principal, and one entry more that is kept. */
export function someManifest(given: GivenRollout, inventoryId: string): Manifest {
  const entries = given.waves.flatMap((wave, wavePosition) =>
    wave.principals.map((principalId) => ({
      ...entryOf(principalId, wavePosition, wave.role),
      disposition: wave.disposition ?? "convert",
    })),
  );
  return {
    tenantId: given.tenantId ?? TENANT_ID,
    planName: "some-plan",
    inventoryId,
    term: { type: "none" },
    justification: "{rollout}/{wave}, {change}",
    ticketInfo: { ticketNumber: "CHG{wave}1", ticketSystem: "servicenow" },
    emergencyAccess: { principalIds: ["breakglass-1", "breakglass-2"], minimumStanding: 2 },
    approvalMinimum: 1,
    driftTolerance: { count: 0 },
    waves: given.waves.map((wave, position) => ({
      position,
      name: `wave-${position}`,
      principalCount: new Set(wave.principals).size,
      conversionCount: wave.principals.length,
      concurrencyMax: wave.concurrencyMax ?? 100,
      failureBudgetCount: 1000,
      soakMs: 0,
      approvalMinimum: 0,
      mutesAssignmentMails: false,
    })),
    entries: [
      ...entries,
      { ...entryOf("kept", 0), disposition: "keep", reason: "timeBound", wavePosition: null },
    ],
    findings: [],
    settings: [],
  };
}

function entryOf(
  principalId: string,
  wavePosition: number,
  roleDefinitionId: string = randomUUID(),
): ManifestEntry {
  return {
    key: { principalId, roleDefinitionId, directoryScopeId: "/", appScopeId: null },
    assignmentId: `${principalId}-${roleDefinitionId}`,
    disposition: "convert",
    reason: "selected",
    detail: null,
    wavePosition,
    beforeImage: {
      readAt: "2026-11-01T00:00:00.000Z",
      origin: "pimPermanent",
      roleAssignmentScheduleId: randomUUID(),
      startDateTime: "2026-01-01T00:00:00Z",
      endDateTime: null,
      principalType: "user",
      principalName: principalId,
      roleName: "Message Center Reader",
      scopeName: "tenant",
    },
    evidence: [{ class: "member", property: "userType", value: "Member" }],
  };
}

/** A rollout that is compiled and waits for approval; answers its id. */
export async function givenPlanned(store: Store, given: GivenRollout): Promise<string> {
  const tenantId = given.tenantId ?? TENANT_ID;
  const { id, inventoryId } = await store.createRollout({
    plan: somePlan(tenantId),
    planDigest: "d".repeat(64),
    author: "ada",
    inventoryId: null,
    idempotencyKey: null,
  });
  const compiling = await store.loadCompiling(id);
  if (compiling === null) throw new Error("the rollout is not there");
  const manifest = someManifest(given, inventoryId);
  await storeManifest(store, compiling, manifest, manifestDigest(manifest), given.settings);
  return id;
}

/** A rollout that was approved and started, its waves as far as they go by themselves; answers its id. */
export async function givenRunning(store: Store, given: GivenRollout): Promise<string> {
  const id = await givenPlanned(store, given);
  const { manifestDigest: digest } = await load(store, id);
  await tell(store, id, { name: "approve", digest: digest ?? "", decision: "approve", reason: "fine" });
  await tell(store, id, { name: "start", reason: "now" });
  await endCheck(store, id, {});
  await advance(store, id);
  return id;
}

/** Ends the look at the tenant that a start has ordered: so much has changed of what was approved. */
export async function endCheck(
  store: Store,
  rolloutId: string,
  drift: Partial<DriftCounts>,
): Promise<RolloutChange | null> {
  const rollout = await load(store, rolloutId);
  const change = concludeDriftCheck(
    rollout,
    rollout.driftCheck?.id ?? "",
    {
      compared: true,
      counts: { ...NO_DRIFT, ...drift },
      settings: [],
      tolerance: { count: 0 },
      currentDigest: "c".repeat(64),
    },
    { now: new Date(), newId: randomUUID },
  );
  if (change === null) return null;
  const compilation = { id: randomUUID(), rolloutId, formerRolloutId: rolloutId };
  await store.endDriftCheck(compilation, change, null);
  return change;
}

/** The rollout as it stands. */
export async function load(store: Store, rolloutId: string): Promise<RolloutSnapshot> {
  const rollout = await store.loadRollout(rolloutId);
  if (rollout === null) throw new Error(`there is no rollout ${rolloutId}`);
  return rollout;
}

/** Carries out a command; throws where it is refused. */
export async function tell(store: Store, rolloutId: string, command: RolloutCommand): Promise<void> {
  const outcome = commandRollout(await load(store, rolloutId), command, {
    caller: "bob",
    now: new Date(),
    newId: randomUUID,
  });
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  const saved = await store.saveRolloutChange(outcome.change);
  if (saved !== "saved") throw new Error(saved);
}

/** Lets the rollout go as far as it goes by itself. */
export async function advance(store: Store, rolloutId: string): Promise<RolloutChange | null> {
  const change = decide(await load(store, rolloutId), new Date(), randomUUID);
  if (change !== null) await store.saveRolloutChange(change);
  return change;
}

/** Gives out what is due. */
export async function refill(store: Store, limit = 100): Promise<readonly Claim[]> {
  return await store.refillWindow({ limit, leaseMs: LEASE_MS, now: new Date() });
}

/** A conversion that somebody works on, with the claim that he holds. */
export type Held = { readonly claim: Claim; readonly conversion: Conversion };

/** Gives out and claims everything that is due. */
export async function claimAll(store: Store, limit = 100): Promise<readonly Held[]> {
  const held: Held[] = [];
  for (const claim of await refill(store, limit)) {
    const conversion = await store.claimConversion(claim, LEASE_MS);
    if (conversion !== null) held.push({ claim, conversion });
  }
  return held;
}

/** The one conversion that can be claimed. */
export async function claimOne(store: Store): Promise<Held> {
  const [held, ...others] = await claimAll(store);
  if (held === undefined || others.length > 0)
    throw new Error(`${others.length + 1} conversions were claimed`);
  return held;
}

/** Saves a change of which only these parts are said. */
export async function save(
  store: Store,
  { claim, conversion }: Held,
  change: Partial<ConversionChange>,
): Promise<"saved" | "lost" | "held"> {
  return await store.saveConversion(claim, conversion, {
    at: new Date().toISOString(),
    steps: [],
    madeScheduleId: null,
    putOff: null,
    move: null,
    beginsEffect: false,
    ...change,
  });
}

/** Lets the leases of everything that was given out run out. */
export async function expireLeases(pool: pg.Pool): Promise<void> {
  await pool.query(
    "update conversions set lease_until = now() - interval '1 second' where lease_until is not null",
  );
}

/** All columns of one conversion, past the store. */
export async function rowOf(pool: pg.Pool, id: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>("select * from conversions where id = $1", [id]);
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no conversion ${id}`);
  return row;
}
