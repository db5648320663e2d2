import { mistakesAt, type RequestMistake } from "@standdown/contracts";
import {
  checkPlan,
  checkReferences,
  principalsNamed,
  type Plan,
  type Refusal,
  type RoleDefinition,
  type TenantReferences,
} from "@standdown/domain";
import type { ApiStore, ApiTenant } from "./ports.ts";

/** Where the names and ids of a plan were looked up; `nothing` says why they could not be. */
export type LookedUp =
  | { readonly in: "inventory" | "tenant" }
  | { readonly in: "nothing"; readonly because: string };

/** Either a plan that can be stored, or every mistake in it, or why its inventory can't be used. */
export type PlanOrderCheck =
  | { readonly ok: true; readonly plan: Plan; readonly lookedUp: LookedUp }
  | { readonly ok: false; readonly mistakes: readonly RequestMistake[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** The installation that plans are for: its tenant, and its national cloud where the endpoint is Microsoft's. */
export type Connection = { readonly tenantId: string; readonly cloud: string | null };

/** What a plan is checked with. */
export type PlanCheckParts = {
  readonly store: Pick<ApiStore, "readInventory" | "loadInventory">;
  readonly tenant: ApiTenant;
  readonly connection: Connection;
};

/**
 * Checks a posted plan: its shape, its rules and, where these allow it, everything that it names. A tenant that
 * can't be read just now does not stop a plan: reading its inventory will say the same with its code.
 */
export async function checkPlanOrder(
  order: { readonly plan: unknown; readonly inventoryId?: string },
  parts: PlanCheckParts,
): Promise<PlanOrderCheck> {
  const check = checkPlan(order.plan);
  if (!check.ok) return { ok: false, mistakes: mistakesAt("/plan", check.problems) };
  const { plan } = check;
  const found =
    order.inventoryId === undefined
      ? await readReferences(plan, parts)
      : await referencesOf(order.inventoryId, parts);
  if ("refusal" in found) return { ok: false, refusal: found.refusal };
  if ("unreadable" in found) {
    return { ok: true, plan, lookedUp: { in: "nothing", because: found.unreadable } };
  }
  const problems = checkReferences(plan, found.references);
  if (problems.length > 0) return { ok: false, mistakes: mistakesAt("/plan", problems) };
  return { ok: true, plan, lookedUp: { in: found.in } };
}

type Found =
  | { readonly in: "inventory" | "tenant"; readonly references: TenantReferences }
  | { readonly unreadable: string }
  | { readonly refusal: Refusal };

async function referencesOf(inventoryId: string, { store, connection }: PlanCheckParts): Promise<Found> {
  const status = await store.readInventory(inventoryId);
  if (status?.state !== "completed") return { refusal: unusable(inventoryId, status?.state) };
  const inventory = await store.loadInventory(inventoryId);
  if (inventory === null) return { refusal: unusable(inventoryId, undefined) };
  const { roles, principals, tenantId } = inventory;
  return { in: "inventory", references: { tenantId, cloud: connection.cloud, roles, principals } };
}

function unusable(inventoryId: string, state: string | undefined): Refusal {
  return {
    code: "inventoryNotUsable",
    detail: state === undefined ? `there is no inventory ${inventoryId}` : `the inventory is ${state}`,
  };
}

async function readReferences(plan: Plan, { tenant, connection }: PlanCheckParts): Promise<Found> {
  const roles: RoleDefinition[] = [];
  for await (const page of tenant.listRoleDefinitions()) {
    if (!page.ok) return { unreadable: `${page.problem.code}: ${page.problem.advice}` };
    roles.push(...page.value);
  }
  const principals = await tenant.readPrincipals(principalsNamed(plan));
  if (!principals.ok) return { unreadable: `${principals.problem.code}: ${principals.problem.advice}` };
  return { in: "tenant", references: { ...connection, roles, principals: principals.value } };
}
