import { Kysely, PostgresDialect, sql } from "kysely";
import type { Pool } from "pg";
import { claimConversion } from "./conversion/claim-conversion.ts";
import { listConversions } from "./conversion/list-conversions.ts";
import { nextDueAt } from "./conversion/next-due-at.ts";
import { readConversion } from "./conversion/read-conversion.ts";
import { refillWindow } from "./conversion/refill-window.ts";
import { renewLeases, renewSettings } from "./renew-leases.ts";
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
import {
  listGroupIdsToRead,
  listMemberIdsToRead,
  listPrincipalIdsToRead,
} from "./inventory/list-ids-to-read.ts";
import { listInventoryRows } from "./inventory/list-inventory-rows.ts";
import { readInventoryPrincipals } from "./inventory/read-inventory-principals.ts";
import { readInventory } from "./inventory/read-inventory.ts";
import { renewInventory } from "./inventory/renew-inventory.ts";
import { replaceAccess } from "./inventory/replace-access.ts";
import { restartKind } from "./inventory/restart-kind.ts";
import { savePage } from "./inventory/save-page.ts";
import { readLedger } from "./ledger/read-ledger.ts";
import { sealLedger } from "./ledger/seal-ledger.ts";
import { claimDueSettings } from "./role-settings/claim-due-settings.ts";
import { claimSettings } from "./role-settings/claim-settings.ts";
import { listHeldSettings } from "./role-settings/list-held-settings.ts";
import { listSettingsChanges } from "./role-settings/list-settings-changes.ts";
import { saveSettings } from "./role-settings/save-settings.ts";
import { skipNotProved } from "./role-settings/skip-not-proved.ts";
import { sweepSettings } from "./role-settings/sweep-settings.ts";
import { wantSettingsCheck } from "./role-settings/want-settings-check.ts";
import { saveRetry } from "./rollout-change/save-retry.ts";
import { saveRolloutChange } from "./rollout-change/save-rollout-change.ts";
import { createRollout } from "./rollout/create-rollout.ts";
import { failCompiling } from "./compilation/fail-compiling.ts";
import { findWork } from "./rollout/find-work.ts";
import { listFindings } from "./rollout/list-findings.ts";
import { listManifestEntries } from "./rollout/list-manifest-entries.ts";
import { listRollouts } from "./rollout/list-rollouts.ts";
import { listHeldAccess } from "./compilation/held-access.ts";
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
import { dropComparison } from "./drift/drop-comparison.ts";
import { endDriftCheck } from "./drift/end-drift-check.ts";
import { listDriftRows } from "./drift/list-drift-rows.ts";
import { loadChecking } from "./drift/load-checking.ts";
import { readBothManifests } from "./drift/read-both-manifests.ts";
import { saveDriftRows } from "./drift/save-drift-rows.ts";
import { loadTenantFacts } from "./inventory/load-tenant-facts.ts";
import { readAccessPage } from "./inventory/read-access-page.ts";
import { countDifferences } from "./comparison/count-differences.ts";
import { listDifferences } from "./comparison/list-differences.ts";
import { claimReview } from "./review/claim-review.ts";
import { listReviewEvents } from "./review/list-review-events.ts";
import { readInventoryCompliance, readRolloutCompliance } from "./review/read-compliance.ts";
import { saveReview } from "./review/save-review.ts";
import { createSchedule, endSchedule, listSchedules } from "./schedule/schedules.ts";
import { listDueSchedules, startScheduled } from "./schedule/start-scheduled.ts";
import { listManifestSettings } from "./role-settings/list-manifest-settings.ts";

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
    dropComparison: bind(dropComparison),
    endDriftCheck: bind(endDriftCheck),
    endInventory: bind(endInventory),
    failCompiling: bind(failCompiling),
    findWork: bind(findWork),
    finishCompilation: bind(finishCompilation),
    finishIdempotent: bind(finishIdempotent),
    listConversions: bind(listConversions),
    listDisagreedAccess: bind(listDisagreedAccess),
    listFindings: bind(listFindings),
    listDriftRows: bind(listDriftRows),
    listGroupIdsToRead: bind(listGroupIdsToRead),
    listMemberIdsToRead: bind(listMemberIdsToRead),
    listHeldAccess: bind(listHeldAccess),
    listManifestSettings: bind(listManifestSettings),
    listInventoryRows: bind(listInventoryRows),
    listManifestEntries: bind(listManifestEntries),
    listPrincipalIdsToRead: bind(listPrincipalIdsToRead),
    listRollouts: bind(listRollouts),
    loadChecking: bind(loadChecking),
    loadCompiling: bind(loadCompiling),
    loadTenantFacts: bind(loadTenantFacts),
    loadRollout: bind(loadRollout),
    nextDueAt: bind(nextDueAt),
    placeMovers: bind(placeMovers),
    pingDatabase: bind(pingDatabase),
    countMovers: bind(countMovers),
    readAccessPage: bind(readAccessPage),
    readBothManifests: bind(readBothManifests),
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
    saveDriftRows: bind(saveDriftRows),
    saveDrafts: bind(saveDrafts),
    savePage: bind(savePage),
    saveRetry: bind(saveRetry),
    saveRolloutChange: bind(saveRolloutChange),
    sealLedger: bind(sealLedger),
    sweepLeases: bind(sweepLeases),
    throttleTenant: bind(throttleTenant),
    claimReview: bind(claimReview),
    countDifferences: bind(countDifferences),
    createSchedule: bind(createSchedule),
    endSchedule: bind(endSchedule),
    listDifferences: bind(listDifferences),
    listDueSchedules: bind(listDueSchedules),
    listReviewEvents: bind(listReviewEvents),
    listSchedules: bind(listSchedules),
    readInventoryCompliance: bind(readInventoryCompliance),
    readRolloutCompliance: bind(readRolloutCompliance),
    saveReview: bind(saveReview),
    startScheduled: bind(startScheduled),
    claimDueSettings: bind(claimDueSettings),
    claimSettings: bind(claimSettings),
    listHeldSettings: bind(listHeldSettings),
    listSettingsChanges: bind(listSettingsChanges),
    renewSettings: bind(renewSettings),
    saveSettings: bind(saveSettings),
    skipNotProved: bind(skipNotProved),
    sweepSettings: bind(sweepSettings),
    wantSettingsCheck: bind(wantSettingsCheck),
    close: async () => await database.destroy(),
  };
}

/** Answers when the database does, else throws. */
async function pingDatabase(database: Database): Promise<void> {
  await sql`select 1`.execute(database);
}
