import { objectsAt, textAt } from "./json.ts";
import type { HttpAnswer, RunningSimulator } from "./process.ts";

/** A row of the dump of the tenant's state. */
export interface StateRow {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
  readonly hasEnd: boolean;
}

/** What is assigned, or what people are eligible for. */
export async function readState(
  simulator: RunningSimulator,
  side: "assigned" | "eligible",
): Promise<readonly StateRow[]> {
  const { body } = await simulator.control("GET", "/state");
  return objectsAt(body, side).map((row) => ({
    principalId: textAt(row, "principalId"),
    roleDefinitionId: textAt(row, "roleDefinitionId"),
    directoryScopeId: textAt(row, "directoryScopeId"),
    hasEnd: row["endDateTime"] !== null,
  }));
}

/** The standing row of a person who holds nothing else: at the tenant, or at an administrative unit. */
export async function findUntouched(
  simulator: RunningSimulator,
  scope: "tenant" | "administrativeUnit",
): Promise<StateRow> {
  const eligible = new Set((await readState(simulator, "eligible")).map((row) => row.principalId));
  const facts = (await simulator.control("GET", "/tenant")).body;
  const others = JSON.stringify([facts["breakGlassIds"], facts["servicePrincipalHolderIds"]]);
  const rows = await readState(simulator, "assigned");
  const found = rows.find(
    (row) =>
      !row.hasEnd &&
      !eligible.has(row.principalId) &&
      !others.includes(row.principalId) &&
      rows.filter((other) => other.principalId === row.principalId).length === 1 &&
      (scope === "tenant"
        ? row.directoryScopeId === "/"
        : row.directoryScopeId.startsWith("/administrativeUnits/")),
  );
  if (found === undefined) throw new Error("No such row is left.");
  return found;
}

/** Asks PIM for a schedule, without any library of Microsoft's. */
export function requestSchedule(
  simulator: RunningSimulator,
  side: "Assignment" | "Eligibility",
  action: "adminAssign" | "adminRemove",
  row: StateRow,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const body = {
    action,
    justification: "A reason",
    principalId: row.principalId,
    roleDefinitionId: row.roleDefinitionId,
    directoryScopeId: row.directoryScopeId,
    ...(action === "adminAssign" ? { scheduleInfo: { expiration: { type: "noExpiration" } } } : {}),
  };
  return simulator.graph("POST", `/roleManagement/directory/role${side}ScheduleRequests`, body, signal);
}
