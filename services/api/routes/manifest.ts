import { Readable } from "node:stream";
import { Id, MANIFEST_COLUMNS, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import type { RolloutSnapshot } from "@standdown/domain";
import { stringify } from "csv-stringify";
import { Type } from "typebox";
import type { ApiParts } from "../build-api.ts";
import type { ApiStore } from "../ports.ts";

const PAGE_SIZE = 1000;

/** A text on the wire, a stream in the code: a manifest can have a hundred thousand lines. */
const Csv = Type.Unsafe<Readable>(
  Type.String({ description: "One line for each assignment, after a header." }),
);

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
      const rollout = await store.loadRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      if (rollout.manifestDigest === null) {
        return reply.refuse("stateConflict", `the rollout is ${rollout.state}: it has no manifest`);
      }
      const csv = stringify({
        header: true,
        columns: Object.keys(MANIFEST_COLUMNS),
        // Spreadsheets on Windows take UTF-8 without the mark for the local encoding.
        bom: true,
        escape_formulas: true,
        record_delimiter: "windows",
      });
      const lines = Readable.from(manifestLines(rollout, store));
      lines.once("error", (error) => csv.destroy(error));
      csv.once("close", () => lines.destroy());
      void reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${rollout.name}-manifest.csv"`)
        .header("x-manifest-digest", rollout.manifestDigest);
      return lines.pipe(csv);
    },
  );
}

async function* manifestLines(
  rollout: RolloutSnapshot,
  store: Pick<ApiStore, "listManifestEntries">,
): AsyncGenerator<readonly string[]> {
  let cursor: string | null = null;
  do {
    const page = await store.listManifestEntries(rollout.id, { cursor, limit: PAGE_SIZE });
    for (const entry of page.items) {
      const waveName = entry.wavePosition === null ? "" : (rollout.waves[entry.wavePosition]?.name ?? "");
      yield Object.values(MANIFEST_COLUMNS).map((column) => column(entry, waveName));
    }
    cursor = page.next;
  } while (cursor !== null);
}
