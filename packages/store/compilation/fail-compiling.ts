import { PRODUCT_ACTOR, type DocumentProblem } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";
import { appendEntries } from "../ledger/append-entries.ts";
import { clearCompilations } from "./clear-compilations.ts";
import type { CompilingRollout } from "./load-compiling.ts";

/** What a rollout is refused for while it is compiled. */
export type CompileFailure = { readonly reason: string; readonly problems: readonly DocumentProblem[] };

/** The rollout becomes `aborted` with its problems. `conflict`: it changed meanwhile, and nothing was written. */
export async function failCompiling(
  database: Database,
  rollout: CompilingRollout,
  failure: CompileFailure,
  at: string,
): Promise<"saved" | "conflict"> {
  return await database.transaction().execute(async (unit) => {
    const { rows } = await sql`
      update rollouts
      set state = 'aborted', problems = ${json(failure.problems)}, version = version + 1, changed_at = ${at}
      where id = ${rollout.id} and version = ${rollout.version} and state = 'compiling'
      returning id
    `.execute(unit);
    if (rows.length === 0) return "conflict";
    await clearCompilations(unit, rollout.id);
    await appendEntries(unit, [
      {
        rolloutId: rollout.id,
        at,
        actor: PRODUCT_ACTOR,
        wavePosition: null,
        conversionId: null,
        fact: {
          kind: "rollout.stateChanged",
          from: "compiling",
          to: "aborted",
          direction: "forward",
          reason: failure.reason,
        },
      },
    ]);
    return "saved";
  });
}
