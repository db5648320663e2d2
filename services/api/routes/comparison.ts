import {
  COMPARISON_COLUMNS,
  ComparisonDocument,
  DifferenceDocument,
  Id,
  pageAsked,
  pageOf,
  pageQuery,
  refTo,
  shape,
} from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import type { FastifyReply } from "fastify";
import type { ApiParts } from "../build-api.ts";
import { Csv, csvAnswer } from "../csv-answer.ts";
import type { ApiStore, ComparedInventories } from "../ports.ts";

/** Each page is found anew, so a document is made of large ones. */
const ROWS_PER_PAGE = 5000;

const params = shape({ id: Id });
const withEarlier = shape({ with: Id });
const config = { access: "anyCaller", refusals: ["inventoryNotUsable"] } as const;

/** What is different between two inventories of the tenant: the one of the address, and the earlier one that it is compared with. */
export function addComparison(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/inventories/:id/comparison",
    {
      config,
      schema: {
        operationId: "compareInventories",
        summary: "How many differences there are to an earlier inventory, by kind and by role",
        params,
        querystring: withEarlier,
        response: { 200: refTo(ComparisonDocument) },
      },
    },
    async (request, reply) => {
      const compared = await usable(store, reply, request.params.id, request.query.with);
      if (compared === null) return;
      return { ...compared, ...(await store.countDifferences(compared)) };
    },
  );
  app.get(
    "/v1/inventories/:id/comparison/differences",
    {
      config,
      schema: {
        operationId: "listDifferences",
        summary: "Every difference to an earlier inventory, principal by principal",
        params,
        querystring: shape({ with: Id, ...pageQuery }),
        response: { 200: pageOf(refTo(DifferenceDocument)) },
      },
    },
    async (request, reply) => {
      const compared = await usable(store, reply, request.params.id, request.query.with);
      if (compared === null) return;
      return await store.listDifferences(compared, pageAsked(request.query));
    },
  );
  app.get(
    "/v1/inventories/:id/comparison.csv",
    {
      config,
      schema: {
        operationId: "readComparison",
        summary: "Every difference to an earlier inventory: UTF-8, safe to open in a spreadsheet",
        params,
        querystring: withEarlier,
        produces: ["text/csv"],
        response: { 200: Csv },
      },
    },
    async (request, reply) => {
      const compared = await usable(store, reply, request.params.id, request.query.with);
      if (compared === null) return;
      return csvAnswer(reply, {
        fileName: `comparison-${compared.laterId}.csv`,
        columns: Object.keys(COMPARISON_COLUMNS),
        lines: differenceLines(store, compared),
      });
    },
  );
}

/** Both inventories, if both were completed; else it has been refused. */
async function usable(
  store: Pick<ApiStore, "readInventory">,
  reply: Pick<FastifyReply, "refuse">,
  laterId: string,
  earlierId: string,
): Promise<ComparedInventories | null> {
  for (const id of [laterId, earlierId]) {
    const inventory = await store.readInventory(id);
    if (inventory === null) {
      await reply.refuse("notFound", `there is no inventory ${id}`);
      return null;
    }
    if (inventory.state !== "completed") {
      await reply.refuse("inventoryNotUsable", `inventory ${id} is ${inventory.state}`);
      return null;
    }
  }
  return { earlierId, laterId };
}

async function* differenceLines(
  store: Pick<ApiStore, "listDifferences">,
  compared: ComparedInventories,
): AsyncGenerator<readonly string[]> {
  let cursor: string | null = null;
  do {
    const page = await store.listDifferences(compared, { cursor, limit: ROWS_PER_PAGE });
    for (const difference of page.items) {
      yield Object.values(COMPARISON_COLUMNS).map((column) => column(difference));
    }
    cursor = page.next;
  } while (cursor !== null);
}
