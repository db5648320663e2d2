import { createTenant, type GraphTenant } from "@standdown/graph";
import {
  runConversion,
  runSettings,
  readInventory,
  type EngineParts,
  type EngineStore,
  type Tenant,
} from "@standdown/engine";
import type { SimulatedTenant } from "@standdown/cli/demo";
import {
  NOTHING_READ,
  type Conversion,
  type ConversionMove,
  type InventoryPage,
  type SettingsWants,
  type SettingsWork,
  type Timing,
} from "@standdown/domain";
import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { advanceClock } from "./trouble.ts";

/** Microsoft's five-minute rule and the product's own proof interval, as they really are. */
export const REAL_TIMING: Timing = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };

const ROUNDS_MAX = 300;
const LEASE_MS = 60_000;

/** How one conversion ended, with all that was written down of it. */
export type EndedConversion = { readonly conversion: Conversion; readonly move: ConversionMove };

/**
 * The engine's own code for one conversion or one inventory against a simulated tenant, over https, without a database
 * and without waiting: where the engine waits, its clock and the tenant's are moved.
 */
export class LightEngine {
  readonly simulated: SimulatedTenant;
  readonly graph: GraphTenant;
  #aheadMs = 0;

  constructor(simulated: SimulatedTenant) {
    const { address } = simulated;
    this.simulated = simulated;
    this.graph = createTenant({
      tenantId: address.tenantId,
      graphBaseUrl: address.graphBaseUrl,
      authorityHost: address.authorityHost,
      credential: { kind: "secret", clientId: address.clientId, clientSecret: address.clientSecret },
      extraCaPem: readFileSync(address.caFile, "utf8"),
    });
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** Moves both clocks by whole milliseconds. */
  async pass(ms: number): Promise<void> {
    this.#aheadMs += ms;
    await advanceClock(this.simulated, `PT${ms / 1000}S`);
  }

  /** The tenant as the engine has it: what is read carries the engine's own time. */
  get tenant(): Tenant {
    return {
      ...this.graph,
      readAccess: async (of) => {
        const readAt = this.now().toISOString();
        const answer = await this.graph.readAccess(of);
        return answer.ok ? { ...answer, value: { ...answer.value, readAt } } : answer;
      },
    };
  }

  /** Works on a conversion until it ends. */
  async carryOut(start: Conversion, tenant: Tenant, timing: Timing): Promise<EndedConversion> {
    let conversion = start;
    let dueAt: Date | null = null;
    let move: ConversionMove | null = null;
    const store: Pick<EngineStore, "saveConversion" | "throttleTenant"> = {
      saveConversion: async (_claim, _conversion, change) => {
        const steps = Object.fromEntries(change.steps.map((step) => [step.name, step]));
        const made = change.madeScheduleId === null ? [] : [change.madeScheduleId];
        conversion = {
          ...conversion,
          steps: { ...conversion.steps, ...steps },
          madeScheduleIds: [...new Set([...conversion.madeScheduleIds, ...made])],
        };
        dueAt = change.putOff === null ? null : new Date(change.putOff.until);
        move = change.move;
        return "saved";
      },
      throttleTenant: async () => {},
    };
    const parts = this.#parts({ ...NO_STORE, ...store }, tenant, timing);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      await runConversion(parts, { id: conversion.id, fence: round }, conversion);
      const ended: ConversionMove | null = move;
      if (ended !== null) return { conversion, move: ended };
      const until: Date | null = dueAt;
      await this.pass(Math.max(1, Number(until ?? this.now()) - Number(this.now())));
    }
    throw new Error(`the conversion came to no end: ${JSON.stringify(conversion.steps)}`);
  }

  /** Works on the settings of a role until they are at rest; answers them, and the code of the end. */
  async carryOutSettings(
    start: SettingsWork,
    wants: SettingsWants,
    tenant: Tenant = this.tenant,
  ): Promise<{ readonly work: SettingsWork; readonly code: string | null }> {
    let work = start;
    let dueAt: Date | null = null;
    let ended: string | null | undefined;
    const store: Pick<EngineStore, "saveSettings" | "throttleTenant"> = {
      saveSettings: async (_claim, save) => {
        work = save.to;
        dueAt = save.putOff === null ? null : new Date(save.putOff.until);
        ended = save.end === null ? undefined : save.end.code;
        return "saved";
      },
      throttleTenant: async () => {},
    };
    const parts = this.#parts({ ...NO_STORE, ...store }, tenant, REAL_TIMING);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      await runSettings(parts, { id: work.id, fence: round }, { work, wants });
      const code: string | null | undefined = ended;
      if (code !== undefined) return { work, code };
      const until: Date | null = dueAt;
      await this.pass(Math.max(1, Number(until ?? this.now()) - Number(this.now())));
    }
    throw new Error(`the settings came to no rest: ${JSON.stringify(work)}`);
  }

  /** Reads an inventory; answers with all its pages. What the lists disagree about is not read again. */
  async readInventory(tenant: Tenant): Promise<readonly InventoryPage[]> {
    const pages: InventoryPage[] = [];
    const store: Partial<EngineStore> = {
      claimInventory: async (id) => ({
        id,
        fence: 1,
        tenantId: this.simulated.address.tenantId,
        reading: NOTHING_READ,
      }),
      renewInventory: async () => "saved",
      listPrincipalIdsToRead: async (_id, { afterId, limit }) => {
        const known = new Set(
          pages.flatMap((page) => (page.kind === "principals" ? page.rows.map(({ id }) => id) : [])),
        );
        return holderIds(pages)
          .filter((id) => !known.has(id) && (afterId === null || id > afterId))
          .slice(0, limit);
      },
      listGroupIdsToRead: async () => [],
      listMemberIdsToRead: async () => [],
      listDisagreedAccess: async () => [],
      savePage: async (_claim, page) => {
        pages.push(page);
        return "saved";
      },
      endInventory: async (_claim, status) => {
        if (status.state !== "completed") throw new Error(JSON.stringify(status));
        return "saved";
      },
    };
    await readInventory(this.#parts({ ...NO_STORE, ...store }, tenant, REAL_TIMING), "inventory");
    return pages;
  }

  #parts(store: EngineStore, tenant: Tenant, timing: Timing): EngineParts {
    return {
      store,
      tenant,
      timing,
      queue: { add: async () => {} },
      clock: { now: () => this.now() },
      log: { info: quiet, warn: quiet, error: quiet },
      newId: () => randomUUID(),
      leaseMs: LEASE_MS,
      windowMax: 1,
      sweepMs: 1000,
      ownAppId: null,
    };
  }
}

/** Those who hold something, in order. */
function holderIds(pages: readonly InventoryPage[]): string[] {
  const ids = pages.flatMap((page) =>
    page.kind === "roleAssignments" || page.kind === "assignments" || page.kind === "eligibilities"
      ? page.rows.map(({ principalId }) => principalId)
      : [],
  );
  return [...new Set(ids)].toSorted();
}

function quiet(): void {}

function unused(): never {
  throw new Error("one conversion by itself has no use for this");
}

const NO_STORE: EngineStore = {
  findWork: unused,
  claimInventory: unused,
  savePage: unused,
  restartKind: unused,
  renewInventory: unused,
  listPrincipalIdsToRead: unused,
  listFindings: unused,
  listGroupIdsToRead: unused,
  listMemberIdsToRead: unused,
  listDisagreedAccess: unused,
  replaceAccess: unused,
  endInventory: unused,
  loadTenantFacts: unused,
  readAccessPage: unused,
  loadCompiling: unused,
  saveDrafts: unused,
  countMovers: unused,
  readMovers: unused,
  placeMovers: unused,
  listHeldAccess: unused,
  listHeldSettings: unused,
  listManifestSettings: unused,
  readCompiledEntries: unused,
  finishCompilation: unused,
  failCompiling: unused,
  loadRollout: unused,
  saveRolloutChange: unused,
  sweepLeases: unused,
  refillWindow: unused,
  nextDueAt: unused,
  claimConversion: unused,
  renewLeases: unused,
  saveConversion: unused,
  throttleTenant: unused,
  sealLedger: unused,
  loadChecking: unused,
  readBothManifests: unused,
  saveDriftRows: unused,
  endDriftCheck: unused,
  dropComparison: unused,
  claimReview: unused,
  saveReview: unused,
  listDueSchedules: unused,
  startScheduled: unused,
  claimDueSettings: unused,
  claimSettings: unused,
  renewSettings: unused,
  saveSettings: unused,
  sweepSettings: unused,
  skipNotProved: unused,
};
