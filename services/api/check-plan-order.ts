import { mistakesAt, type RequestMistake } from "@standdown/contracts";
import {
  checkNames,
  checkPlan,
  checkReferences,
  principalsNamed,
  type DocumentProblem,
  type Plan,
  type PlanSections,
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

/**
 * The installation that plans are for: its tenant, its national cloud where the endpoint is Microsoft's, and the
 * application that it speaks as where that is known.
 */
export type Connection = {
  readonly tenantId: string;
  readonly cloud: string | null;
  readonly ownAppId: string | null;
};

/** What a plan is checked with. */
export type PlanCheckParts = {
  readonly store: Pick<ApiStore, "readInventory" | "loadTenantFacts" | "readInventoryPrincipals">;
  readonly tenant: ApiTenant;
  readonly connection: Connection;
};

/**
 * Checks a posted plan: its shape, its rules and everything that its sound parts name, all at once. A tenant that
 * can't be read just now does not stop a plan: reading its inventory will say the same with its code.
 */
export async function checkPlanOrder(
  order: { readonly plan: unknown; readonly inventoryId?: string },
  parts: PlanCheckParts,
): Promise<PlanOrderCheck> {
  const check = checkPlan(order.plan);
  const sections = check.ok ? check.plan.spec : check.sections;
  const found =
    order.inventoryId === undefined
      ? await lookUpInTenant(sections, parts)
      : await lookUpInInventory(order.inventoryId, sections, parts);
  if ("refusal" in found && check.ok) return { ok: false, refusal: found.refusal };
  const problems = [...(check.ok ? [] : check.problems), ...("problems" in found ? found.problems : [])];
  if (problems.length > 0 || !check.ok) return { ok: false, mistakes: mistakesAt("/plan", problems) };
  const lookedUp: LookedUp =
    "unreadable" in found
      ? { in: "nothing", because: found.unreadable }
      : { in: order.inventoryId === undefined ? "tenant" : "inventory" };
  return { ok: true, plan: check.plan, lookedUp };
}

type Found =
  | { readonly problems: readonly DocumentProblem[] }
  | { readonly unreadable: string }
  | { readonly refusal: Refusal };

async function lookUpInTenant(
  sections: PlanSections,
  { tenant, connection }: PlanCheckParts,
): Promise<Found> {
  const roles: RoleDefinition[] = [];
  for await (const page of tenant.listRoleDefinitions()) {
    if (!page.ok) return { unreadable: `${page.problem.code}: ${page.problem.advice}` };
    roles.push(...page.value);
  }
  const principals = await tenant.readPrincipals(principalsNamed(sections));
  if (!principals.ok) return { unreadable: `${principals.problem.code}: ${principals.problem.advice}` };
  return { problems: checkReferences(sections, { ...connection, roles, principals: principals.value }) };
}

async function lookUpInInventory(
  inventoryId: string,
  sections: PlanSections,
  parts: PlanCheckParts,
): Promise<Found> {
  const status = await parts.store.readInventory(inventoryId);
  if (status?.state !== "completed") return { refusal: unusable(inventoryId, status?.state) };
  const facts = await parts.store.loadTenantFacts(inventoryId);
  if (facts === null) return { refusal: unusable(inventoryId, undefined) };
  const { cloud } = parts.connection;
  const principals = await parts.store.readInventoryPrincipals(inventoryId, principalsNamed(sections));
  const named = checkNames(sections, { ...facts, principals, cloud });
  const dangling = await lookUpRest(sections, { ...facts, principals }, parts);
  const told = new Set(named.map(({ pointer }) => pointer));
  return { problems: [...named, ...dangling.filter(({ pointer }) => !told.has(pointer))] };
}

/** An inventory knows only whom it was read for; for the others, the tenant is asked whether they exist. */
async function lookUpRest(
  sections: PlanSections,
  { tenantId, roles, principals }: Omit<TenantReferences, "cloud">,
  { tenant, connection: { cloud } }: PlanCheckParts,
): Promise<DocumentProblem[]> {
  const known = new Set(principals.map(({ id }) => id));
  const others = await tenant.readPrincipals(principalsNamed(sections).filter((id) => !known.has(id)));
  if (!others.ok) return [];
  return checkReferences(sections, { tenantId, cloud, roles, principals: [...principals, ...others.value] });
}

function unusable(inventoryId: string, state: string | undefined): Refusal {
  return {
    code: "inventoryNotUsable",
    detail: state === undefined ? `there is no inventory ${inventoryId}` : `the inventory is ${state}`,
  };
}
