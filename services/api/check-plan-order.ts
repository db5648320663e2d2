import { mistakesAt, type RequestMistake } from "@standdown/contracts";
import {
  checkPlan,
  checkReferences,
  principalsNamed,
  type Plan,
  type PlanSections,
  type Refusal,
  type RoleDefinition,
  type TenantProblem,
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
  const sections = check.ok ? check.plan.spec : check.sections;
  const found = await lookUp(sections, order.inventoryId, parts);
  if ("refusal" in found) return { ok: false, refusal: found.refusal };
  const problems = [
    ...(check.ok ? [] : check.problems),
    ...("references" in found ? checkReferences(sections, found.references) : []),
  ];
  if (!check.ok || problems.length > 0) return { ok: false, mistakes: mistakesAt("/plan", problems) };
  const lookedUp: LookedUp =
    "references" in found ? { in: found.in } : { in: "nothing", because: found.unreadable };
  return { ok: true, plan: check.plan, lookedUp };
}

type Found =
  | { readonly in: "inventory" | "tenant"; readonly references: TenantReferences }
  | { readonly unreadable: string }
  | { readonly refusal: Refusal };

async function lookUp(
  sections: PlanSections,
  inventoryId: string | undefined,
  parts: PlanCheckParts,
): Promise<Found> {
  if (inventoryId !== undefined) return await lookUpInInventory(sections, inventoryId, parts);
  const { tenant, connection } = parts;
  const roles: RoleDefinition[] = [];
  for await (const page of tenant.listRoleDefinitions()) {
    if (!page.ok) return unreadable(page.problem);
    roles.push(...page.value);
  }
  const principals = await tenant.readPrincipals(principalsNamed(sections));
  if (!principals.ok) return unreadable(principals.problem);
  return { in: "tenant", references: { ...connection, roles, principals: principals.value } };
}

/** An inventory knows only who holds something: the others whom the plan names are looked up in the tenant. */
async function lookUpInInventory(
  sections: PlanSections,
  inventoryId: string,
  parts: PlanCheckParts,
): Promise<Found> {
  const { store, tenant, connection } = parts;
  const status = await store.readInventory(inventoryId);
  if (status?.state !== "completed") return { refusal: unusable(inventoryId, status?.state) };
  const inventory = await store.loadInventory(inventoryId);
  if (inventory === null) return { refusal: unusable(inventoryId, undefined) };
  const { roles, principals, tenantId } = inventory;
  const known = new Set(principals.map(({ id }) => id));
  const others = await tenant.readPrincipals(principalsNamed(sections).filter((id) => !known.has(id)));
  if (!others.ok) return unreadable(others.problem);
  const references = {
    tenantId,
    cloud: connection.cloud,
    roles,
    principals: [...principals, ...others.value],
  };
  return { in: "inventory", references };
}

function unreadable({ code, advice }: TenantProblem): Found {
  return { unreadable: `${code}: ${advice}` };
}

function unusable(inventoryId: string, state: string | undefined): Refusal {
  return {
    code: "inventoryNotUsable",
    detail: state === undefined ? `there is no inventory ${inventoryId}` : `the inventory is ${state}`,
  };
}
