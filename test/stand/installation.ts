import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { startApi } from "@standdown/api";
import { createClient, valueOf, type StanddownClient } from "@standdown/cli";
import type { SimulatedTenant } from "@standdown/cli/demo";
import type { RolloutDocument } from "@standdown/contracts";
import { isFinalRollout } from "@standdown/domain";
import { startEngine, type EngineParts } from "@standdown/engine";
import { createTenant } from "@standdown/graph";
import { createRedisQueue } from "@standdown/queue";
import { createAuthenticate, createLog } from "@standdown/runtime";
import { createStore, openPool } from "@standdown/store";
import { inject } from "vitest";
import { startTestDatabase } from "../environment/postgres.ts";
import { makeCallers } from "./callers.ts";
import type { Carelessness } from "./careless.ts";

const now = (): Date => new Date();

/** What a worker is told otherwise than in production: which guards watch, who it takes itself for, what it overlooks. */
export type Watch = Partial<Pick<EngineParts, "guards" | "ownAppId">> & { readonly careless?: Carelessness };

const JOBS_AT_ONCE = 8;
const LEASE_MS = 12_000;
const SWEEP_MS = 150;
const PROOF_INTERVAL_MS = 50;
const LOOK_EVERY_MS = 40;
const WITHIN_MS = 30_000;

/**
 * The api, a database of its own, a queue in Redis and the real client of Graph, in this process; the worker is changed
 * for another one whenever a test wants other guards.
 */
export class Installation {
  readonly client: StanddownClient;
  readonly #parts: Omit<EngineParts, "guards">;
  readonly #startConsumer: ReturnType<typeof createRedisQueue>["startConsumer"];
  readonly #closings: readonly (() => Promise<unknown>)[];
  #stopWorker: () => Promise<void> = () => Promise.resolve();

  private constructor(
    client: StanddownClient,
    parts: Omit<EngineParts, "guards">,
    startConsumer: ReturnType<typeof createRedisQueue>["startConsumer"],
    closings: readonly (() => Promise<unknown>)[],
  ) {
    this.client = client;
    this.#parts = parts;
    this.#startConsumer = startConsumer;
    this.#closings = closings;
  }

  /** Starts it for this tenant, with a worker on which every guard watches. */
  static async start({ address }: SimulatedTenant): Promise<Installation> {
    const log = createLog({ name: "stand", level: "silent" });
    const database = await startTestDatabase();
    const store = createStore(openPool(database.databaseUrl, { connectionsMax: 8, log }));
    const queue = createRedisQueue({ redisUrl: inject("redisUrl"), prefix: `stand-${randomUUID()}` });
    const { tenantId, clientId, clientSecret, graphBaseUrl, authorityHost } = address;
    const tenant = createTenant({
      tenantId,
      graphBaseUrl,
      authorityHost,
      credential: { kind: "secret", clientId, clientSecret },
      extraCaPem: readFileSync(address.caFile, "utf8"),
    });
    const { callers, tokens } = makeCallers();
    const api = await startApi(
      { host: "127.0.0.1", port: 0 },
      {
        store,
        queue,
        tenant,
        log,
        now,
        authenticate: createAuthenticate(callers),
        readiness: () => Promise.resolve([]),
        connection: { tenantId, cloud: null, ownAppId: clientId },
      },
    );
    const parts = {
      store,
      queue,
      tenant,
      log,
      clock: { now },
      newId: randomUUID,
      timing: { proofIntervalMs: PROOF_INTERVAL_MS, minimumAgeMs: 0 },
      ownAppId: clientId,
      leaseMs: LEASE_MS,
      windowMax: 100,
      sweepMs: SWEEP_MS,
    };
    const client = createClient({ apiUrl: api.url, statusUrl: api.url, tokens });
    const installation = new Installation(client, parts, queue.startConsumer.bind(queue), [
      api.close,
      () => tenant.close(),
      () => queue.close(),
      store.close,
      () => database.close(),
    ]);
    await installation.watchedBy({});
    return installation;
  }

  /** Changes the worker for one on which these guards watch; all of them where none are named. */
  async watchedBy({ careless = (tenant) => tenant, ...watch }: Watch): Promise<void> {
    await this.#stopWorker();
    const { log, tenant } = this.#parts;
    const engine = startEngine({ ...this.#parts, ...watch, tenant: careless(tenant) });
    const consumer = this.#startConsumer((job) => engine.handle(job), { concurrency: JOBS_AT_ONCE, log });
    this.#stopWorker = async () => {
      await consumer.close();
      await engine.close();
    };
  }

  /** Posts a plan as its author; answers when it is compiled, or refused. */
  async post(plan: unknown): Promise<RolloutDocument> {
    const { id } = valueOf(await this.client.createRollout(plan));
    return await this.until(id, "compiled", ({ state }) => state !== "compiling");
  }

  /** Somebody signs the manifest and somebody else starts it. */
  async begin({ id, state, manifestDigest, problems }: RolloutDocument): Promise<void> {
    if (state !== "planned") throw new Error(`the plan was refused: ${JSON.stringify(problems)}`);
    const signed = { digest: manifestDigest ?? "", decision: "approve" as const, reason: "As it should be." };
    valueOf(await this.client.approve(id, signed));
    valueOf(await this.client.tellRollout(id, "start", "The window is open."));
    const begun = await this.until(id, "started", (rollout) => rollout.driftCheck?.state !== "checking");
    if (begun.driftCheck?.state !== "within") throw new Error(JSON.stringify(begun.driftCheck));
  }

  /** Somebody lets a wave go on. */
  async promote({ id, manifestDigest }: RolloutDocument, waveName: string): Promise<void> {
    const digest = manifestDigest ?? "";
    valueOf(
      await this.client.decideGate(id, waveName, { decision: "promote", digest, reason: "They know." }),
    );
  }

  /** Waits until the rollout is as it should be. */
  async until(
    id: string,
    what: string,
    isReached: (rollout: RolloutDocument) => boolean,
  ): Promise<RolloutDocument> {
    const endsAtMs = Date.now() + WITHIN_MS;
    for (;;) {
      const rollout = valueOf(await this.client.readRollout(id));
      if (isReached(rollout)) return rollout;
      if (Date.now() > endsAtMs || rollout.state === "incomplete") {
        const { items } = valueOf(await this.client.listConversions(id));
        throw new Error(`it is not ${what}: ${JSON.stringify({ ...rollout, plan: null, items })}`);
      }
      await delay(LOOK_EVERY_MS);
    }
  }

  /** Waits until the rollout has ended, however. */
  async untilEnded(id: string): Promise<RolloutDocument> {
    return await this.until(id, "ended", ({ state }) => isFinalRollout(state));
  }

  async close(): Promise<void> {
    await this.#stopWorker();
    for (const close of this.#closings) await close();
  }
}
