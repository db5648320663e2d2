import { PRODUCT_ACTOR, type LedgerFact, type Manifest, type ManifestEntry } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database, type Unit } from "../database.ts";
import { appendEntries } from "../ledger/append-entries.ts";
import type { CompilingRollout } from "./load-compiling.ts";

const ENTRIES_PER_STATEMENT = 2000;

/**
 * Stores waves, entries and a conversion for each entry that is converted; the rollout becomes `planned`.
 * `conflict`: the rollout changed meanwhile, and nothing was written.
 */
export async function saveManifest(
  database: Database,
  rollout: CompilingRollout,
  manifest: Manifest,
  digest: string,
  at: string,
): Promise<"saved" | "conflict"> {
  return await database.transaction().execute(async (unit) => {
    if (!(await becomePlanned(unit, rollout, manifest, digest, at))) return "conflict";
    await insertWaves(unit, rollout.id, manifest);
    for (let first = 0; first < manifest.entries.length; first += ENTRIES_PER_STATEMENT) {
      const some = manifest.entries.slice(first, first + ENTRIES_PER_STATEMENT);
      await insertEntries(unit, rollout.id, some, first);
    }
    await insertConversions(unit, rollout.id);
    await appendEntries(
      unit,
      factsOf(manifest, digest).map((fact) => ({
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

async function becomePlanned(
  unit: Unit,
  rollout: CompilingRollout,
  manifest: Manifest,
  digest: string,
  at: string,
): Promise<boolean> {
  const { waves: _waves, entries: _entries, ...head } = manifest;
  const { rows } = await sql`
    update rollouts
    set state = 'planned', manifest = ${json(head)}, manifest_digest = ${digest}, version = version + 1,
      changed_at = ${at}
    where id = ${rollout.id} and version = ${rollout.version} and state = 'compiling'
    returning id
  `.execute(unit);
  return rows.length > 0;
}

async function insertWaves(unit: Unit, rolloutId: string, manifest: Manifest): Promise<void> {
  const waves = manifest.waves.map((wave) => ({
    ...wave,
    justification: justificationOf(manifest, wave.name),
  }));
  await sql`
    insert into waves (
      rollout_id, position, name, principal_count, conversion_count, concurrency_max, failure_budget_count,
      soak_ms, approval_minimum, justification
    )
    select ${rolloutId}::uuid, "position", name, "principalCount", "conversionCount", "concurrencyMax",
      "failureBudgetCount", "soakMs", "approvalMinimum", justification
    from jsonb_to_recordset(${json(waves)}) as wave (
      "position" integer, name text, "principalCount" integer, "conversionCount" integer,
      "concurrencyMax" integer, "failureBudgetCount" integer, "soakMs" bigint, "approvalMinimum" integer,
      justification text
    )
  `.execute(unit);
}

/** The change number comes last: it is the one text of the three that could look like a placeholder itself. */
function justificationOf(manifest: Manifest, waveName: string): string {
  return manifest.justification
    .replaceAll("{rollout}", () => manifest.planName)
    .replaceAll("{wave}", () => waveName)
    .replaceAll("{change}", () => manifest.ticketInfo.ticketNumber ?? "");
}

async function insertEntries(
  unit: Unit,
  rolloutId: string,
  entries: readonly ManifestEntry[],
  firstPosition: number,
): Promise<void> {
  await sql`
    insert into manifest_entries (
      rollout_id, position, principal_id, role_definition_id, directory_scope_id, app_scope_id, assignment_id,
      disposition, reason, wave_position, before_image
    )
    select ${rolloutId}::uuid, ${firstPosition}::integer + place - 1, entry #>> '{key,principalId}',
      entry #>> '{key,roleDefinitionId}', entry #>> '{key,directoryScopeId}', entry #>> '{key,appScopeId}',
      entry ->> 'assignmentId', entry ->> 'disposition', entry ->> 'reason',
      (entry ->> 'wavePosition')::integer, entry -> 'beforeImage'
    from jsonb_array_elements(${json(entries)}) with ordinality as listed (entry, place)
  `.execute(unit);
}

async function insertConversions(unit: Unit, rolloutId: string): Promise<void> {
  await sql`
    insert into conversions (
      rollout_id, entry_position, wave_position, tenant_id, principal_id, role_definition_id,
      directory_scope_id, app_scope_id
    )
    select e.rollout_id, e.position, e.wave_position, r.tenant_id, e.principal_id, e.role_definition_id,
      e.directory_scope_id, e.app_scope_id
    from manifest_entries e join rollouts r on r.id = e.rollout_id
    where e.rollout_id = ${rolloutId} and e.disposition = 'convert'
    order by e.position
  `.execute(unit);
}

function factsOf(manifest: Manifest, manifestDigest: string): readonly LedgerFact[] {
  return [
    {
      kind: "rollout.compiled",
      manifestDigest,
      inventoryId: manifest.inventoryId,
      conversionsByWave: manifest.waves.map((wave) => wave.conversionCount),
    },
    {
      kind: "rollout.stateChanged",
      from: "compiling",
      to: "planned",
      direction: "forward",
      reason: "compiled",
    },
  ];
}
