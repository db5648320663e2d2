import {
  PRODUCT_ACTOR,
  type LedgerFact,
  type ManifestHead,
  type ManifestWave,
  type WhatIf,
} from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database, type Unit } from "../database.ts";
import { appendEntries } from "../ledger/append-entries.ts";
import { clearCompilations } from "./clear-compilations.ts";
import type { CompilingRollout } from "./load-compiling.ts";
import type { Compilation } from "./save-drafts.ts";

/** What was compiled, besides the entries that the compilation has stored. */
export type CompiledManifest = {
  readonly head: ManifestHead;
  readonly waves: readonly ManifestWave[];
  readonly digest: string;
  readonly whatIf: WhatIf;
};

/**
 * Makes what a compilation has stored the rollout's manifest: waves, entries and a conversion for each entry that is
 * converted; the rollout becomes `planned`. `conflict`: the rollout changed meanwhile, and nothing was written.
 */
export async function finishCompilation(
  database: Database,
  compilation: Compilation,
  rollout: CompilingRollout,
  compiled: CompiledManifest,
  at: string,
): Promise<"saved" | "conflict"> {
  return await database.transaction().execute(async (unit) => {
    if (!(await becomePlanned(unit, rollout, compiled, at))) return "conflict";
    await insertWaves(unit, rollout.id, compiled);
    await insertEntries(unit, compilation);
    await insertConversions(unit, rollout.id);
    await clearCompilations(unit, rollout.id);
    await appendEntries(
      unit,
      factsOf(compiled).map((fact) => ({
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
  { head, digest, whatIf }: CompiledManifest,
  at: string,
): Promise<boolean> {
  const { rows } = await sql`
    update rollouts
    set state = 'planned', manifest = ${json(head)}, manifest_digest = ${digest}, what_if = ${json(whatIf)},
      version = version + 1, changed_at = ${at}
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
function justificationOf(head: ManifestHead, waveName: string): string {
  return head.justification
    .replaceAll("{rollout}", () => head.planName)
    .replaceAll("{wave}", () => waveName)
    .replaceAll("{change}", () => head.ticketInfo.ticketNumber ?? "");
}

async function insertEntries(unit: Unit, compilation: Compilation): Promise<void> {
  await sql`
    insert into manifest_entries (
      rollout_id, position, principal_id, role_definition_id, directory_scope_id, app_scope_id, assignment_id,
      disposition, reason, detail, wave_position, before_image
    )
    select e.rollout_id, row_number() over (order by e.principal_id, e.place) - 1, e.principal_id,
      e.document #>> '{key,roleDefinitionId}', e.document #>> '{key,directoryScopeId}',
      e.document #>> '{key,appScopeId}', e.document ->> 'assignmentId', e.document ->> 'disposition',
      e.document ->> 'reason', e.document ->> 'detail', e.wave_position, e.document -> 'beforeImage'
    from compiled_entries e
    where e.compilation_id = ${compilation.id}
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

function factsOf({ head, waves, digest }: CompiledManifest): readonly LedgerFact[] {
  return [
    {
      kind: "rollout.compiled",
      manifestDigest: digest,
      inventoryId: head.inventoryId,
      conversionsByWave: waves.map((wave) => wave.conversionCount),
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
