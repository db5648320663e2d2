import {
  AssignmentDocument,
  ConversionDocument,
  DispositionsTaken,
  EligibilityDocument,
  InventoryDocument,
  RolloutDocument,
  RolloutPlan,
  RolloutSummary,
  WaveDocument,
  WhatIfDocument,
} from "@standdown/contracts";
import { createService, type HttpService, type ServiceOptions } from "@standdown/contracts/server";
import { CursorUnknown } from "@standdown/store";
import type { Connection } from "./check-plan-order.ts";
import { answerOnce } from "./idempotency.ts";
import type { ApiQueue, ApiStore, ApiTenant } from "./ports.ts";
import { addAssignmentsCsv } from "./routes/assignments-csv.ts";
import { addCommands } from "./routes/commands.ts";
import { addConversions } from "./routes/conversions.ts";
import { addDispositions } from "./routes/dispositions.ts";
import { addInventories } from "./routes/inventories.ts";
import { addManifest } from "./routes/manifest.ts";
import { addPlans } from "./routes/plans.ts";
import { addRollouts } from "./routes/rollouts.ts";
import { addWhatIf } from "./routes/what-if.ts";

/** What the API's routes work with. */
export type ApiParts = {
  readonly store: ApiStore;
  readonly queue: ApiQueue;
  readonly tenant: ApiTenant;
  readonly connection: Connection;
  readonly now: () => Date;
};

/** Everything that the API is made of. */
export type ApiDependencies = ApiParts & Omit<ServiceOptions, "about" | "findMistakes">;

const unknownCursor = {
  in: "query",
  pointer: "/cursor",
  code: "invalidValue",
  message: "is none that a page of this list answered",
} as const;

/** Builds the API; it does not listen. */
export async function buildApi(dependencies: ApiDependencies): Promise<HttpService> {
  const app = await createService({
    ...dependencies,
    about: {
      title: "Standdown API",
      description: "Takes plans and commands. Every error is a problem document (RFC 9457).",
      version: "1.0.0",
    },
    findMistakes: (error) => (error instanceof CursorUnknown ? [unknownCursor] : null),
  });
  for (const schema of [
    AssignmentDocument,
    ConversionDocument,
    DispositionsTaken,
    EligibilityDocument,
    InventoryDocument,
    RolloutPlan,
    RolloutDocument,
    RolloutSummary,
    WaveDocument,
    WhatIfDocument,
  ]) {
    app.addSchema(schema);
  }
  answerOnce(app, dependencies.store);
  addInventories(app, dependencies);
  addAssignmentsCsv(app, dependencies);
  addPlans(app, dependencies);
  addRollouts(app, dependencies);
  addManifest(app, dependencies);
  addWhatIf(app, dependencies);
  await addDispositions(app, dependencies);
  addConversions(app, dependencies);
  addCommands(app, dependencies);
  return app;
}
