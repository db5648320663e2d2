import type { Operation } from "../contract/document.ts";
import type { JsonObject } from "./json.ts";
import { objectsAt, textAt } from "./json.ts";
import { idsInGroup } from "../state/group-members.ts";
import { personInPortal } from "../state/actor.ts";
import type { How, Lab } from "./lab.ts";

/** Parameters whose value no list tells. */
function fixedValue(lab: Lab, parameter: string): string | null {
  const { facts, tenant } = lab;
  const team = tenant.directory.all("group").find((group) => group.displayName?.startsWith("Team"));
  switch (parameter) {
    case "on":
      return "principal";
    case "user-id":
      return facts.breakGlassIds[0] ?? "";
    case "group-id":
      return team?.id ?? "";
    case "approval-id":
      return tenant.approvals.open()[0]?.id ?? "";
    case "approvalStep-id":
      return tenant.approvals.open()[0]?.stageId ?? "";
    case "directoryObject-id":
      return idsInGroup(tenant, team?.id ?? "", "member")[0] ?? "";
    default:
      return null;
  }
}

/** The query that a list must be asked with; empty when it can be asked without. */
export function requiredQuery(lab: Lab, operation: Operation): string {
  if (isTransitive(operation.path)) {
    return `$count=true&$filter=principalId eq '${lab.facts.microsoftAccountId}'`;
  }
  const told = operation.raw["x-required-filter"];
  const [first] = typeof told === "string" ? told.split("|") : [];
  const filter = /^\S+ eq '[^']*'(?: and \S+ eq '[^']*')?/u.exec(first?.trim() ?? "")?.[0] ?? "";
  return filter === "" ? "" : `$filter=${filter.replace("{id}", lab.facts.onboardedGroupIds[0] ?? "")}`;
}

/** A list that only beta has. */
function isTransitive(path: string): boolean {
  return path.endsWith("/transitiveRoleAssignments");
}

/** The header of advanced queries. */
export const EVENTUAL = { consistencylevel: "eventual" };

/** A list of what the signed-in user has to do with. */
export function isOfCurrentUser(path: string): boolean {
  return path.includes("/filterByCurrentUser(");
}

/**
 * How it is asked: what is about "the current user" by a user, what approvers do by one of them, everything else by the
 * application; counts and what hangs on them with the header of advanced queries.
 */
export function howFor(lab: Lab, path: string): How {
  if (isTransitive(path)) return { version: "beta", headers: EVENTUAL };
  if (path.endsWith("/$count")) return { headers: EVENTUAL };
  if (path.includes("/roleAssignmentApprovals/")) {
    return { version: "beta", as: personInPortal(lab.facts.breakGlassIds[0] ?? "") };
  }
  if (!isOfCurrentUser(path) && path !== "/me") return {};
  return { as: personInPortal(lab.facts.activatedIds[0] ?? "") };
}

/** The path with ids of this tenant: those of the first row of the list that the path goes on from. */
export async function fillPath(lab: Lab, operation: Operation, lists: readonly Operation[]): Promise<string> {
  let path = operation.path;
  for (;;) {
    const found = /\{(?<name>[^}]+)\}/u.exec(path);
    if (found === null) return path;
    const before = path.slice(0, found.index);
    const fixed = fixedValue(lab, found.groups?.["name"] ?? "");
    let value = fixed;
    if (value === null) {
      const templateBefore = operation.path.split(found[0])[0] ?? "";
      const list = lists.find((one) => `${one.path}/` === templateBefore);
      const query = list === undefined ? "" : requiredQuery(lab, list);
      const answer = await lab.graph("GET", `${before.slice(0, -1)}?${query}`);
      const row = pickRow(operation, objectsAt(answer.body, "value"));
      value = row === undefined ? "no-such-row" : textAt(row, "id");
    }
    path = path.replace(found[0], value);
  }
}

/** A row that the operation can be carried out with. */
function pickRow(operation: Operation, rows: readonly JsonObject[]): JsonObject | undefined {
  if (operation.path.endsWith("/cancel")) return rows.find((row) => row["status"] === "Granted");
  if (operation.path.includes("roleDefinitions/{") && operation.method !== "GET") {
    return rows.findLast((row) => row["isBuiltIn"] === false);
  }
  return operation.method === "DELETE" ? rows.at(-1) : rows[0];
}
