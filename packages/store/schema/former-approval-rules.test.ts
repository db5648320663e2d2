import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmptyDatabase, type TestDatabase } from "../../../test/environment/postgres.ts";
import { openPool } from "../pool.ts";
import { readMigrations } from "./migrations.ts";

const VERSION = 13;
const INVENTORY = "6a1f0a5e-3c1b-4c0e-9d55-0d5d3cf1b001";

let database: TestDatabase;
let pool: ReturnType<typeof openPool>;

beforeAll(async () => {
  database = await startEmptyDatabase();
  pool = openPool(database.databaseUrl, { connectionsMax: 1, log: console });
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

test("approval rules that were read before their stages were are taken over as one stage, all others as they are", async () => {
  const migrations = await readMigrations();
  for (const { text } of migrations.filter(({ version }) => version < VERSION)) await pool.query(text);
  await pool.query("insert into inventories (id, tenant_id, requested_by) values ($1, 't', 'ada')", [
    INVENTORY,
  ]);
  const approvers = [{ kind: "user", id: "u1" }];
  const former = {
    kind: "approval",
    id: "Approval_EndUser_Assignment",
    isApprovalRequired: true,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    isApproverJustificationRequired: true,
    approvalStageTimeOutInDays: 1,
    approvers,
  };
  const present = {
    kind: "approval",
    id: "Approval_EndUser_Assignment",
    isApprovalRequired: true,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: "SingleStage",
    approvalStages: [
      {
        approvalStageTimeOutInDays: 1,
        isApproverJustificationRequired: true,
        isEscalationEnabled: false,
        escalationTimeInMinutes: 0,
        primaryApprovers: approvers,
        escalationApprovers: [],
      },
    ],
  };
  const context = { kind: "authenticationContext", id: "AuthenticationContext_EndUser_Assignment" };
  const of = { id: "a", policyId: "p", roleDefinitionId: "r" };
  const now = { ...of, rules: [context, present] };
  for (const [id, document] of Object.entries({ former: { ...of, rules: [context, former] }, now })) {
    await pool.query("insert into inventory_rows values ($1, 'roleSettings', $2, $3)", [
      INVENTORY,
      id,
      document,
    ]);
  }
  for (const { text } of migrations.filter(({ version }) => version === VERSION)) await pool.query(text);
  const { rows } = await pool.query<{ document: unknown }>("select document from inventory_rows");
  expect(rows.map(({ document }) => document)).toEqual([now, now]);
});
