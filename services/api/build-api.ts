import {
  AdministrativeUnitDocument,
  AssignmentDocument,
  ComparisonDocument,
  ComplianceDocument,
  ConditionalAccessPolicyDocument,
  ConversionDocument,
  DifferenceDocument,
  DriftCheckDocument,
  DispositionsTaken,
  EligibilityDocument,
  FindingDocument,
  GroupMembersDocument,
  InventoryDocument,
  LicenceDocument,
  ManifestEntryDocument,
  MfaRegistrationDocument,
  PrincipalDocument,
  RoleAssignmentDocument,
  RoleDocument,
  RoleSettingsChangeDocument,
  RoleSettingsDocument,
  ReviewEventDocument,
  RolloutDocument,
  RolloutPlan,
  RolloutSummary,
  ScheduleDocument,
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
import { addComparison } from "./routes/comparison.ts";
import { addCompliance } from "./routes/compliance.ts";
import { addConversions } from "./routes/conversions.ts";
import { addEntries } from "./routes/entries.ts";
import { addFindings } from "./routes/findings.ts";
import { addDrift } from "./routes/drift.ts";
import { addDispositions } from "./routes/dispositions.ts";
import { addInventories } from "./routes/inventories.ts";
import { addInventorySchedules } from "./routes/inventory-schedules.ts";
import { addManifest } from "./routes/manifest.ts";
import { addPlans } from "./routes/plans.ts";
import { addReviewEvents } from "./routes/review-events.ts";
import { addRoleSettings } from "./routes/role-settings.ts";
import { addRoleSettingsTemplate } from "./routes/role-settings-template.ts";
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
    AdministrativeUnitDocument,
    AssignmentDocument,
    ComparisonDocument,
    ComplianceDocument,
    ConditionalAccessPolicyDocument,
    ConversionDocument,
    DifferenceDocument,
    DriftCheckDocument,
    DispositionsTaken,
    EligibilityDocument,
    FindingDocument,
    GroupMembersDocument,
    InventoryDocument,
    LicenceDocument,
    ManifestEntryDocument,
    MfaRegistrationDocument,
    PrincipalDocument,
    RoleAssignmentDocument,
    RoleDocument,
    RoleSettingsChangeDocument,
    RoleSettingsDocument,
    ReviewEventDocument,
    RolloutPlan,
    RolloutDocument,
    RolloutSummary,
    ScheduleDocument,
    WaveDocument,
    WhatIfDocument,
  ]) {
    app.addSchema(schema);
  }
  answerOnce(app, dependencies.store);
  addInventories(app, dependencies);
  addAssignmentsCsv(app, dependencies);
  addRoleSettingsTemplate(app, dependencies);
  addPlans(app, dependencies);
  addRollouts(app, dependencies);
  addFindings(app, dependencies);
  addManifest(app, dependencies);
  addEntries(app, dependencies);
  addWhatIf(app, dependencies);
  await addDispositions(app, dependencies);
  addConversions(app, dependencies);
  addDrift(app, dependencies);
  addRoleSettings(app, dependencies);
  addCommands(app, dependencies);
  addCompliance(app, dependencies);
  addComparison(app, dependencies);
  addInventorySchedules(app, dependencies);
  addReviewEvents(app, dependencies);
  return app;
}
