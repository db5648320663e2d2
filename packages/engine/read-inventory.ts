import { setTimeout as delay } from "node:timers/promises";
import type { InventoryPage, TenantAnswer, TenantProblem } from "@standdown/domain";
import type { EngineParts } from "./parts.ts";
import type { Claim } from "./ports/store.ts";
import type { Pages } from "./ports/tenant.ts";

const INVENTORY_LEASE_MS = 30_000;
const READS_MAX = 6;
const ROWS_PER_PAGE = 1000;

/** The reading is somebody else's now. */
class ReadingLost extends Error {}

/** The tenant refused: the inventory ends as failed, with why. */
class ReadingFailed extends Error {
  readonly problem: TenantProblem;
  constructor(problem: TenantProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * Reads a tenant into an inventory: everything, or it fails with the tenant's own word. Passing trouble is waited
 * for; a collection that broke off is read again from its start, so it is never shorter than it is.
 */
export async function readInventory(parts: EngineParts, inventoryId: string): Promise<void> {
  const claim = await parts.store.claimInventory(inventoryId, INVENTORY_LEASE_MS);
  if (claim === null) return;
  const reading = new Reading(parts, claim);
  try {
    await reading.readAll(claim.tenantId);
    await parts.store.endInventory(claim, { state: "completed", endedAt: parts.clock.now().toISOString() });
    parts.log.info({ inventoryId }, "inventory completed");
  } catch (error) {
    if (error instanceof ReadingLost) return;
    if (!(error instanceof ReadingFailed)) throw error;
    const { problem } = error;
    await parts.store.endInventory(claim, {
      state: "failed",
      endedAt: parts.clock.now().toISOString(),
      problem,
    });
    parts.log.warn({ inventoryId, problem }, "inventory failed");
  }
}

class Reading {
  readonly #parts: EngineParts;
  readonly #claim: Claim;

  constructor(parts: EngineParts, claim: Claim) {
    this.#parts = parts;
    this.#claim = claim;
  }

  async readAll(tenantId: string): Promise<void> {
    const { tenant } = this.#parts;
    await this.#checkTenant(tenantId);
    const roles = await this.#collect(() => tenant.listRoleDefinitions());
    await this.#saveRows(roles, (rows) => ({ kind: "roles", rows }));
    const units = await this.#collect(() => tenant.listAdministrativeUnits());
    await this.#saveRows(units, (rows) => ({ kind: "administrativeUnits", rows }));
    const roleAssignments = await this.#collect(() => tenant.listRoleAssignments());
    await this.#saveRows(roleAssignments, (rows) => ({ kind: "roleAssignments", rows }));
    const assignments = await this.#collect(() => tenant.listAssignmentInstances());
    await this.#saveRows(assignments, (rows) => ({ kind: "assignments", rows }));
    const eligibilities = await this.#collect(() => tenant.listEligibilityInstances());
    await this.#saveRows(eligibilities, (rows) => ({ kind: "eligibilities", rows }));
    const ids = new Set([...roleAssignments, ...assignments, ...eligibilities].map((row) => row.principalId));
    for (const some of chunks([...ids])) {
      const principals = await this.#read(() => tenant.readPrincipals(some));
      await this.#saveRows(principals, (rows) => ({ kind: "principals", rows }));
    }
  }

  async #checkTenant(tenantId: string): Promise<void> {
    const organization = await this.#read(() => this.#parts.tenant.readOrganization());
    if (organization.tenantId !== tenantId) {
      throw new ReadingFailed(
        ownProblem(
          "otherTenant",
          `The tenant that answers is ${organization.tenantId}, not ${tenantId}.`,
          "Check AZURE_TENANT_ID and the plan's tenant.",
        ),
      );
    }
    const licence = await this.#read(() => this.#parts.tenant.readPimLicence());
    if (!licence.isLicensed) {
      throw new ReadingFailed(
        ownProblem(
          "AadPremiumLicenseRequired",
          "The tenant has no licence for Privileged Identity Management.",
          "Get Microsoft Entra ID P2 or Microsoft Entra ID Governance, then read the inventory again.",
        ),
      );
    }
  }

  async #read<T>(ask: () => Promise<TenantAnswer<T>>): Promise<T> {
    for (let count = 1; ; count += 1) {
      const answer = await ask();
      if (answer.ok) return answer.value;
      await this.#waitOrFail(answer.problem, count);
    }
  }

  async #collect<T>(open: () => Pages<T>): Promise<T[]> {
    return await this.#read(async () => {
      const rows: T[] = [];
      for await (const page of open()) {
        if (!page.ok) return page;
        rows.push(...page.value);
        await this.#renew();
      }
      return { ok: true, value: rows, requestId: null };
    });
  }

  async #waitOrFail(problem: TenantProblem, count: number): Promise<void> {
    const isFinal = problem.verdict === "never" || problem.verdict === "ask";
    if (isFinal || count >= READS_MAX) throw new ReadingFailed(problem);
    let leftMs = problem.retryAfterMs ?? this.#parts.timing.proofIntervalMs * 0.1 * 2 ** count;
    while (leftMs > 0) {
      const stepMs = Math.min(leftMs, INVENTORY_LEASE_MS / 3);
      await delay(stepMs);
      await this.#renew();
      leftMs -= stepMs;
    }
  }

  async #renew(): Promise<void> {
    await this.#savePage({ kind: "roles", rows: [] });
  }

  async #saveRows<T>(rows: readonly T[], pageOf: (rows: readonly T[]) => InventoryPage): Promise<void> {
    for (const some of chunks(rows)) await this.#savePage(pageOf(some));
  }

  async #savePage(page: InventoryPage): Promise<void> {
    const saved = await this.#parts.store.savePage(this.#claim, page, INVENTORY_LEASE_MS);
    if (saved === "lost") throw new ReadingLost();
  }
}

function chunks<T>(rows: readonly T[]): T[][] {
  const count = Math.ceil(rows.length / ROWS_PER_PAGE);
  return Array.from({ length: count }, (_, at) => rows.slice(at * ROWS_PER_PAGE, (at + 1) * ROWS_PER_PAGE));
}

function ownProblem(code: string, message: string, advice: string): TenantProblem {
  return {
    code,
    message,
    advice,
    verdict: "ask",
    status: null,
    retryAfterMs: null,
    requestId: null,
    clientRequestId: null,
  };
}
