import type { SettingsChange, SettingsEntry, SettingsState, WaitReason } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, type Database } from "../database.ts";
import { pageOf, readCursor, type Page, type PageRequest } from "../page.ts";
import { settingsChangeOf, type SettingsRow } from "./settings-row.ts";

/** What becomes of the settings of one role, with what its plan says of it and how it stands. */
export type ListedSettingsChange = SettingsChange &
  Pick<SettingsEntry, "pointer" | "kept"> & {
    readonly outcomeCode: string | null;
    readonly outcomeDetail: string | null;
    /** Why and until when work is put off; null while it is not. */
    readonly wait: { readonly reason: WaitReason; readonly until: string } | null;
  };

/** The settings of which roles of a rollout; what is null is not asked for. */
export type SettingsFilter = {
  readonly wavePosition: number | null;
  readonly state: SettingsState | null;
};

type ListedRow = SettingsRow &
  Pick<SettingsEntry, "pointer" | "kept"> & {
    readonly outcome_code: string | null;
    readonly outcome_detail: string | null;
    readonly wait_reason: WaitReason | null;
    readonly wait_until: Date | null;
  };

/** The settings of a rollout's roles by the names of the roles. Throws `CursorUnknown`. */
export async function listSettingsChanges(
  database: Database,
  rolloutId: string,
  query: SettingsFilter & PageRequest,
): Promise<Page<ListedSettingsChange>> {
  const { wavePosition, state, limit } = query;
  const [name, id] = readCursor(query.cursor, 2) ?? [null, null];
  const { rows } = await sql<ListedRow>`
    select s.* from role_settings_changes s
    where s.rollout_id = ${rolloutId}
      and (${name}::text is null or (s.role_name, s.role_definition_id) > (${name}::text, ${id}::text))
      and (${wavePosition}::integer is null or s.wave_position = ${wavePosition}::integer)
      and (${state}::text is null or s.state = ${state}::text)
    order by s.role_name, s.role_definition_id limit ${limit + 1}
  `.execute(database);
  return pageOf(rows, limit, (row) => [row.role_name, row.role_definition_id], listedOf);
}

function listedOf(row: ListedRow): ListedSettingsChange {
  const { wait_reason: reason, wait_until: until } = row;
  return {
    ...settingsChangeOf(row),
    pointer: row.pointer,
    kept: row.kept,
    outcomeCode: row.outcome_code,
    outcomeDetail: row.outcome_detail,
    wait: reason === null || until === null ? null : { reason, until: isoTime(until) },
  };
}
