import { ASSIGNMENT_COLUMNS, assignmentLines, Id, namesOf, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { accessPages, type TenantFacts } from "@standdown/domain";
import type { ApiParts } from "../build-api.ts";
import { Csv, csvAnswer } from "../csv-answer.ts";
import type { ApiStore } from "../ports.ts";

/** Everything that an inventory found, as a table for people. */
export function addAssignmentsCsv(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/inventories/:id/assignments.csv",
    {
      config: { access: "anyCaller", refusals: ["inventoryNotUsable"] },
      schema: {
        operationId: "readAssignments",
        summary: "Everything that was found, with names and classes: UTF-8, safe to open in a spreadsheet",
        params: shape({ id: Id }),
        produces: ["text/csv"],
        response: { 200: Csv },
      },
    },
    async (request, reply) => {
      const inventory = await store.readInventory(request.params.id);
      if (inventory === null) return reply.refuse("notFound", `there is no inventory ${request.params.id}`);
      const facts = await store.loadTenantFacts(inventory.id);
      if (facts === null) {
        return reply.refuse("inventoryNotUsable", `the inventory is ${inventory.state}`);
      }
      return csvAnswer(reply, {
        fileName: `assignments-${inventory.id}.csv`,
        columns: Object.keys(ASSIGNMENT_COLUMNS),
        lines: rowsOf(facts, store),
      });
    },
  );
}

async function* rowsOf(
  facts: TenantFacts,
  store: Pick<ApiStore, "readAccessPage">,
): AsyncGenerator<readonly string[]> {
  const names = namesOf(facts);
  for await (const page of accessPages(store, facts.id)) {
    for (const access of page) yield* assignmentLines(access, names);
  }
}
