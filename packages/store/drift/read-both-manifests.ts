import type { ManifestEntry } from "@standdown/domain";
import { sql } from "kysely";
import type { Compilation } from "../compilation/save-drafts.ts";
import type { Database } from "../database.ts";

/** What one principal has in the approved manifest and in the one that was just compiled. */
export type BothManifests = {
  readonly principalId: string;
  readonly approved: readonly ManifestEntry[];
  readonly current: readonly ManifestEntry[];
};

/** The next principals that have entries in either, in the order of their ids. None when there is no further one. */
export async function readBothManifests(
  database: Database,
  compilation: Compilation,
  page: { readonly afterPrincipalId: string | null; readonly limit: number },
): Promise<readonly BothManifests[]> {
  const { rows } = await sql<BothManifests>`
    with wanted as (
      (
        select distinct e.principal_id collate "C" as principal_id from manifest_entries e
        where e.rollout_id = ${compilation.rolloutId}
          and e.principal_id collate "C" > coalesce(${page.afterPrincipalId}::text, '')
        order by 1 limit ${page.limit}
      )
      union
      (
        select distinct c.principal_id from compiled_entries c
        where c.compilation_id = ${compilation.id}
          and c.principal_id > coalesce(${page.afterPrincipalId}::text, '')
        order by 1 limit ${page.limit}
      )
      order by 1 limit ${page.limit}
    )
    select w.principal_id as "principalId",
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'key', jsonb_build_object(
            'principalId', e.principal_id, 'roleDefinitionId', e.role_definition_id,
            'directoryScopeId', e.directory_scope_id, 'appScopeId', e.app_scope_id
          ),
          'assignmentId', e.assignment_id, 'disposition', e.disposition, 'reason', e.reason, 'detail', e.detail,
          'wavePosition', e.wave_position, 'beforeImage', e.before_image
        ) order by e.position)
        from manifest_entries e
        where e.rollout_id = ${compilation.rolloutId} and e.principal_id collate "C" = w.principal_id
      ), '[]') as approved,
      coalesce((
        select jsonb_agg(c.document || jsonb_build_object('wavePosition', c.wave_position) order by c.place)
        from compiled_entries c
        where c.compilation_id = ${compilation.id} and c.principal_id = w.principal_id
      ), '[]') as current
    from wanted w order by w.principal_id
  `.execute(database);
  return rows;
}
