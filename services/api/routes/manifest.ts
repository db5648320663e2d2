import { Id, MANIFEST_COLUMNS, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { termOf, type Plan, type RolloutSnapshot } from "@standdown/domain";
import type { ApiParts } from "../build-api.ts";
import { Csv, csvAnswer } from "../csv-answer.ts";
import type { ApiStore } from "../ports.ts";

const PAGE_SIZE = 1000;

/** The exact list of what a rollout will do, for people who sign it. */
export function addManifest(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/rollouts/:id/manifest.csv",
    {
      config: { access: "anyCaller", refusals: ["stateConflict"] },
      schema: {
        operationId: "readManifest",
        summary: "What becomes of every assignment, and why: UTF-8, safe to open in a spreadsheet",
        params: shape({ id: Id }),
        produces: ["text/csv"],
        response: { 200: Csv },
      },
    },
    async (request, reply) => {
      const rollout = await store.readRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      if (rollout.manifestDigest === null) {
        return reply.refuse("stateConflict", `the rollout is ${rollout.state}: it has no manifest`);
      }
      void reply.header("x-manifest-digest", rollout.manifestDigest);
      return csvAnswer(reply, {
        fileName: `${rollout.name}-manifest.csv`,
        columns: Object.keys(MANIFEST_COLUMNS),
        lines: manifestRows(rollout, store),
      });
    },
  );
}

async function* manifestRows(
  rollout: Pick<RolloutSnapshot, "id"> & { readonly plan: Plan; readonly waves: readonly { name: string }[] },
  store: Pick<ApiStore, "listManifestEntries">,
): AsyncGenerator<readonly string[]> {
  const term = termOf(rollout.plan);
  let cursor: string | null = null;
  do {
    const page = await store.listManifestEntries(rollout.id, { cursor, limit: PAGE_SIZE });
    for (const entry of page.items) {
      const waveName = entry.wavePosition === null ? "" : (rollout.waves[entry.wavePosition]?.name ?? "");
      yield Object.values(MANIFEST_COLUMNS).map((column) => column(entry, { waveName, term }));
    }
    cursor = page.next;
  } while (cursor !== null);
}
