import {
  EFFECTIVE_DISPOSITIONS,
  heldSettingsProblems,
  PRODUCT_ACTOR,
  type Finding,
  type HeldAccess,
  type HeldSettings,
  type LedgerFact,
  type ManifestHead,
  type ManifestWave,
  type RolloutCompliance,
  type SettingsEntry,
  type WhatIf,
} from "@standdown/domain";
import { sql } from "kysely";
import { ADVISORY_LOCKS, json, type Database, type Unit } from "../database.ts";
import { appendEntries } from "../ledger/append-entries.ts";
import { clearCompilations } from "./clear-compilations.ts";
import { listHeldSettings } from "../role-settings/list-held-settings.ts";
import { listHeldAccess } from "./held-access.ts";
import type { CompilingRollout } from "./load-compiling.ts";
import type { Compilation } from "./save-drafts.ts";

/** What was compiled, besides the entries that the compilation has stored. */
export type CompiledManifest = {
  readonly head: ManifestHead;
  readonly waves: readonly ManifestWave[];
  readonly findings: readonly Finding[];
  readonly settings: readonly SettingsEntry[];
  readonly digest: string;
  /** How many entries the compilation must have stored. */
  readonly entryCount: number;
  readonly compliance: RolloutCompliance;
  readonly whatIf: WhatIf;
};

/**
 * Makes what a compilation has stored the rollout's manifest: waves, entries and a conversion for each entry that
 * changes something; the rollout becomes `planned`. `conflict`: the rollout changed meanwhile, and nothing was written.
 * Nothing is written either where another rollout moves some of the same, or wants other settings of a role: of two that
 * are compiled at once, the first wins.
 */
export async function finishCompilation(
  database: Database,
  compilation: Compilation,
  rollout: CompilingRollout,
  compiled: CompiledManifest,
  at: string,
): Promise<"saved" | "conflict" | HeldByOthers> {
  return await database.transaction().execute(async (unit) => {
    const held = await heldByOthers(unit, compilation, compiled);
    if (held !== null) return held;
    if (!(await becomePlanned(unit, rollout, compiled, at))) return "conflict";
    await insertWaves(unit, rollout.id, compiled);
    await insertEntries(unit, compilation, compiled);
    await insertConversions(unit, rollout.id, compiled);
    await insertFindings(unit, rollout.id, compiled.findings);
    await clearCompilations(unit, rollout.id);
    const removalsByWave = await countRemovals(unit, rollout.id);
    await appendEntries(
      unit,
      [compiledFact(compiled, removalsByWave), PLANNED].map((fact) => ({
        rolloutId: rollout.id,
        at,
        actor: PRODUCT_ACTOR,
        wavePosition: null,
        conversionId: null,
        fact,
      })),
    );
    return "saved";
  });
}

/**
 * Puts what a compilation has stored in the place of a manifest of which nothing was ever begun. The waves are the same
 * plan's, so they stay and get other numbers.
 */
export async function replaceManifest(
  unit: Unit,
  compilation: Compilation,
  compiled: CompiledManifest,
  at: string,
): Promise<void> {
  const { rolloutId } = compilation;
  const { head, digest, compliance, whatIf } = compiled;
  await sql`
    update rollouts
    set manifest = ${json(head)}, manifest_digest = ${digest}, inventory_id = ${head.inventoryId},
      compliance = ${json(compliance)}, what_if = ${json(whatIf)}
    where id = ${rolloutId}
  `.execute(unit);
  await sql`delete from conversions where rollout_id = ${rolloutId}`.execute(unit);
  await sql`delete from manifest_entries where rollout_id = ${rolloutId}`.execute(unit);
  await sql`delete from findings where rollout_id = ${rolloutId}`.execute(unit);
  await sql`
    update waves w
    set principal_count = wave."principalCount", conversion_count = wave."conversionCount",
      failure_budget_count = wave."failureBudgetCount"
    from jsonb_to_recordset(${json(compiled.waves)}) as wave (
      "position" integer, "principalCount" integer, "conversionCount" integer, "failureBudgetCount" integer
    )
    where w.rollout_id = ${rolloutId} and w.position = wave."position"
  `.execute(unit);
  await insertEntries(unit, compilation, compiled);
  await insertConversions(unit, rolloutId, compiled);
  await insertFindings(unit, rolloutId, compiled.findings);
  const about = { rolloutId, at, actor: PRODUCT_ACTOR, wavePosition: null, conversionId: null };
  const fact = compiledFact(compiled, await countRemovals(unit, rolloutId));
  await appendEntries(unit, [{ ...about, fact }]);
}

/** What other rollouts move and set already, of the same. */
type HeldByOthers = {
  readonly heldBy: readonly HeldAccess[];
  readonly heldSettings: readonly HeldSettings[];
};

/**
 * Who moves some of the same, or wants other settings of a role; null where nobody does. One compilation of a tenant ends
 * at a time: each sees what the one before it has taken.
 */
export async function heldByOthers(
  unit: Unit,
  compilation: Compilation,
  { head: { tenantId }, settings }: CompiledManifest,
): Promise<HeldByOthers | null> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.finishCompilation}::integer, hashtext(${tenantId}))`.execute(
    unit,
  );
  const heldBy = await listHeldAccess(unit, compilation);
  const roleIds = settings.map(({ roleDefinitionId }) => roleDefinitionId);
  const heldSettings =
    roleIds.length === 0 ? [] : await listHeldSettings(unit, tenantId, roleIds, compilation.rolloutId);
  const isFree = heldBy.length === 0 && heldSettingsProblems(settings, heldSettings).length === 0;
  return isFree ? null : { heldBy, heldSettings };
}

async function becomePlanned(
  unit: Unit,
  rollout: CompilingRollout,
  { head, digest, compliance, whatIf }: CompiledManifest,
  at: string,
): Promise<boolean> {
  const { rows } = await sql`
    update rollouts
    set state = 'planned', manifest = ${json(head)}, manifest_digest = ${digest}, what_if = ${json(whatIf)},
      compliance = ${json(compliance)}, version = version + 1, changed_at = ${at}
    where id = ${rollout.id} and version = ${rollout.version} and state = 'compiling'
    returning id
  `.execute(unit);
  return rows.length > 0;
}

async function insertWaves(unit: Unit, rolloutId: string, compiled: CompiledManifest): Promise<void> {
  const waves = compiled.waves.map((wave) => ({
    ...wave,
    justification: justificationOf(compiled.head, wave.name),
  }));
  await sql`
    insert into waves (
      rollout_id, position, name, principal_count, conversion_count, concurrency_max, failure_budget_count,
      soak_ms, approval_minimum, mutes_assignment_mails, justification
    )
    select ${rolloutId}::uuid, "position", name, "principalCount", "conversionCount", "concurrencyMax",
      "failureBudgetCount", "soakMs", "approvalMinimum", "mutesAssignmentMails", justification
    from jsonb_to_recordset(${json(waves)}) as wave (
      "position" integer, name text, "principalCount" integer, "conversionCount" integer,
      "concurrencyMax" integer, "failureBudgetCount" integer, "soakMs" bigint, "approvalMinimum" integer,
      "mutesAssignmentMails" boolean, justification text
    )
  `.execute(unit);
}

/** The change number comes last: it is the one text of the three that could look like a placeholder itself. */
function justificationOf(head: ManifestHead, waveName: string): string {
  return head.justification
    .replaceAll("{rollout}", () => head.planName)
    .replaceAll("{wave}", () => waveName)
    .replaceAll("{change}", () => head.ticketInfo.ticketNumber ?? "");
}

/** A compilation is not logged: a database that crashed has lost it, and then nothing of it is taken. */
async function insertEntries(
  unit: Unit,
  compilation: Compilation,
  { entryCount }: CompiledManifest,
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into manifest_entries (
      rollout_id, position, principal_id, role_definition_id, directory_scope_id, app_scope_id, assignment_id,
      disposition, reason, detail, wave_position, before_image, evidence
    )
    select e.rollout_id, row_number() over (order by e.principal_id, e.place) - 1, e.principal_id,
      e.document #>> '{key,roleDefinitionId}', e.document #>> '{key,directoryScopeId}',
      e.document #>> '{key,appScopeId}', e.document ->> 'assignmentId', e.document ->> 'disposition',
      e.document ->> 'reason', e.document ->> 'detail', e.wave_position, e.document -> 'beforeImage', e.document -> 'evidence'
    from compiled_entries e
    where e.compilation_id = ${compilation.id}
  `.execute(unit);
  if (Number(numAffectedRows) !== entryCount) {
    throw new Error(`of ${entryCount} entries that were compiled, ${numAffectedRows} are stored`);
  }
}

async function insertConversions(unit: Unit, rolloutId: string, { waves }: CompiledManifest): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into conversions (
      rollout_id, entry_position, wave_position, tenant_id, principal_id, role_definition_id,
      directory_scope_id, app_scope_id, disposition
    )
    select e.rollout_id, e.position, e.wave_position, r.tenant_id, e.principal_id, e.role_definition_id,
      e.directory_scope_id, e.app_scope_id, e.disposition
    from manifest_entries e join rollouts r on r.id = e.rollout_id
    where e.rollout_id = ${rolloutId} and e.disposition = any(${EFFECTIVE_DISPOSITIONS}::text[])
    order by e.position
  `.execute(unit);
  const compiledCount = waves.reduce((sum, { conversionCount }) => sum + conversionCount, 0);
  if (Number(numAffectedRows) !== compiledCount) {
    throw new Error(`of ${compiledCount} conversions that were compiled, ${numAffectedRows} are stored`);
  }
}

/** How many of each wave's conversions take access away, by position. */
async function countRemovals(unit: Unit, rolloutId: string): Promise<readonly number[]> {
  const { rows } = await sql<{ count: number }>`
    select count(c.id)::integer as count
    from waves w left join conversions c
      on c.rollout_id = w.rollout_id and c.wave_position = w.position and c.disposition = 'remove'
    where w.rollout_id = ${rolloutId}
    group by w.position order by w.position
  `.execute(unit);
  return rows.map(({ count }) => count);
}

async function insertFindings(unit: Unit, rolloutId: string, findings: readonly Finding[]): Promise<void> {
  await sql`
    insert into findings (
      rollout_id, position, guard, code, severity, pointer, message, principal_id, role_definition_id, count, evidence
    )
    select ${rolloutId}::uuid, listed.position - 1, finding ->> 'guard', finding ->> 'code',
      finding ->> 'severity', finding ->> 'pointer', finding ->> 'message', finding ->> 'principalId',
      finding ->> 'roleDefinitionId', (finding ->> 'count')::integer, finding -> 'evidence'
    from jsonb_array_elements(${json(findings)}) with ordinality as listed (finding, position)
  `.execute(unit);
}

function compiledFact(
  { head, waves, digest }: CompiledManifest,
  removalsByWave: readonly number[],
): LedgerFact {
  return {
    kind: "rollout.compiled",
    manifestDigest: digest,
    inventoryId: head.inventoryId,
    conversionsByWave: waves.map((wave) => wave.conversionCount),
    removalsByWave,
  };
}

const PLANNED: LedgerFact = {
  kind: "rollout.stateChanged",
  from: "compiling",
  to: "planned",
  direction: "forward",
  reason: "compiled",
};
