import { Kysely, PostgresDialect, sql } from "kysely";
import type { Pool } from "pg";
import { claimConversion } from "./conversion/claim-conversion.ts";
import { listConversions } from "./conversion/list-conversions.ts";
import { nextDueAt } from "./conversion/next-due-at.ts";
import { readConversion } from "./conversion/read-conversion.ts";
import { refillWindow } from "./conversion/refill-window.ts";
import { renewLeases } from "./conversion/renew-leases.ts";
import { saveConversion } from "./conversion/save-conversion.ts";
import { sweepLeases } from "./conversion/sweep-leases.ts";
import { throttleTenant } from "./conversion/throttle-tenant.ts";
import type { Database } from "./database.ts";
import { beginIdempotent } from "./idempotency/begin-idempotent.ts";
import { finishIdempotent } from "./idempotency/finish-idempotent.ts";
import { claimInventory } from "./inventory/claim-inventory.ts";
import { createInventory } from "./inventory/create-inventory.ts";
import { endInventory } from "./inventory/end-inventory.ts";
import { listDisagreedAccess } from "./inventory/list-disagreed-access.ts";
import { listGroupIdsToRead, listPrincipalIdsToRead } from "./inventory/list-ids-to-read.ts";
import { listInventoryAssignments } from "./inventory/list-inventory-assignments.ts";
import { listInventoryEligibilities } from "./inventory/list-inventory-eligibilities.ts";
import { readInventoryPrincipals } from "./inventory/read-inventory-principals.ts";
import { readInventory } from "./inventory/read-inventory.ts";
import { renewInventory } from "./inventory/renew-inventory.ts";
import { replaceAccess } from "./inventory/replace-access.ts";
import { restartKind } from "./inventory/restart-kind.ts";
import { savePage } from "./inventory/save-page.ts";
import { readLedger } from "./ledger/read-ledger.ts";
import { sealLedger } from "./ledger/seal-ledger.ts";
import { saveRolloutChange } from "./rollout-change/save-rollout-change.ts";
import { createRollout } from "./rollout/create-rollout.ts";
import { failCompiling } from "./compilation/fail-compiling.ts";
import { findWork } from "./rollout/find-work.ts";
import { listManifestEntries } from "./rollout/list-manifest-entries.ts";
import { listRollouts } from "./rollout/list-rollouts.ts";
import { loadCompiling } from "./compilation/load-compiling.ts";
import { loadRollout } from "./rollout/load-rollout.ts";
import { readProgressRows } from "./rollout/read-progress-rows.ts";
import { readRollout } from "./rollout/read-rollout.ts";
import { readWhatIf } from "./rollout/read-what-if.ts";
import { finishCompilation } from "./compilation/finish-compilation.ts";
import { placeMovers } from "./compilation/place-movers.ts";
import { readCompiledEntries } from "./compilation/read-entries.ts";
import { countMovers, readMovers } from "./compilation/read-movers.ts";
import { saveDrafts } from "./compilation/save-drafts.ts";
import { loadTenantFacts } from "./inventory/load-tenant-facts.ts";
import { readAccessPage } from "./inventory/read-access-page.ts";

/** The truth: every operation on it, each one statement or one transaction. */
export type Store = ReturnType<typeof createStore>;

/** Binds all operations to a pool. The store owns the pool from now on: `close` ends it. */
export function createStore(pool: Pool) {
  const database: Database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const bind =
    <A extends readonly unknown[], R>(operation: (database: Database, ...given: A) => R) =>
    (...given: A): R =>
      operation(database, ...given);
  return {
    beginIdempotent: bind(beginIdempotent),
    claimConversion: bind(claimConversion),
    claimInventory: bind(claimInventory),
    createInventory: bind(createInventory),
    createRollout: bind(createRollout),
    endInventory: bind(endInventory),
    failCompiling: bind(failCompiling),
    findWork: bind(findWork),
    finishCompilation: bind(finishCompilation),
    finishIdempotent: bind(finishIdempotent),
    listConversions: bind(listConversions),
    listDisagreedAccess: bind(listDisagreedAccess),
    listGroupIdsToRead: bind(listGroupIdsToRead),
    listInventoryAssignments: bind(listInventoryAssignments),
    listInventoryEligibilities: bind(listInventoryEligibilities),
    listManifestEntries: bind(listManifestEntries),
    listPrincipalIdsToRead: bind(listPrincipalIdsToRead),
    listRollouts: bind(listRollouts),
    loadCompiling: bind(loadCompiling),
    loadTenantFacts: bind(loadTenantFacts),
    loadRollout: bind(loadRollout),
    nextDueAt: bind(nextDueAt),
    placeMovers: bind(placeMovers),
    pingDatabase: bind(pingDatabase),
    countMovers: bind(countMovers),
    readAccessPage: bind(readAccessPage),
    readCompiledEntries: bind(readCompiledEntries),
    readMovers: bind(readMovers),
    readConversion: bind(readConversion),
    readInventory: bind(readInventory),
    readInventoryPrincipals: bind(readInventoryPrincipals),
    readLedger: bind(readLedger),
    readProgressRows: bind(readProgressRows),
    readRollout: bind(readRollout),
    readWhatIf: bind(readWhatIf),
    refillWindow: bind(refillWindow),
    renewInventory: bind(renewInventory),
    renewLeases: bind(renewLeases),
    replaceAccess: bind(replaceAccess),
    restartKind: bind(restartKind),
    saveConversion: bind(saveConversion),
    saveDrafts: bind(saveDrafts),
    savePage: bind(savePage),
    saveRolloutChange: bind(saveRolloutChange),
    sealLedger: bind(sealLedger),
    sweepLeases: bind(sweepLeases),
    throttleTenant: bind(throttleTenant),
    close: async () => await database.destroy(),
  };
}

/** Answers when the database does, else throws. */
async function pingDatabase(database: Database): Promise<void> {
  await sql`select 1`.execute(database);
}
