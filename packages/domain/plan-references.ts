import type { RoleDefinition } from "./inventory.ts";
import type { Plan, RoleSelector } from "./plan.ts";
import type { Principal } from "./principal.ts";
import type { DocumentProblem } from "./problems.ts";

/** What the tenant has of the things that a plan names. */
export type TenantReferences = {
  readonly tenantId: string;
  /** The national cloud that is spoken to; null where the endpoint is none of Microsoft's. */
  readonly cloud: string | null;
  readonly roles: readonly RoleDefinition[];
  /** Of the principals that the plan names, those that the directory knows. */
  readonly principals: readonly Principal[];
};

/** Every principal that a plan names, once. */
export function principalsNamed(plan: Plan): string[] {
  const { emergencyAccess, selection, exclusions = [] } = plan.spec;
  return [
    ...new Set([
      ...emergencyAccess.principals,
      ...(selection.principals?.include ?? []),
      ...(selection.principals?.exclude ?? []),
      ...exclusions.map((exclusion) => exclusion.principalId),
    ]),
  ];
}

/** Every name and id of the plan that the tenant does not have, each with its JSON pointer. */
export function checkReferences(plan: Plan, tenant: TenantReferences): DocumentProblem[] {
  const principals = new Map(tenant.principals.map((principal) => [principal.id, principal]));
  return [
    ...tenantProblems(plan, tenant),
    ...plan.spec.selection.roles.flatMap((selector, index) => roleProblems(selector, index, tenant.roles)),
    ...emergencyAccessProblems(plan, principals),
    ...danglingPrincipals(plan, principals),
  ];
}

function tenantProblems(plan: Plan, tenant: TenantReferences): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  if (plan.spec.tenant.id !== tenant.tenantId) {
    problems.push({
      pointer: "/spec/tenant/id",
      code: "otherTenant",
      message: `this installation is connected to the tenant ${tenant.tenantId}`,
    });
  }
  if (tenant.cloud !== null && plan.spec.tenant.cloud !== tenant.cloud) {
    problems.push({
      pointer: "/spec/tenant/cloud",
      code: "otherCloud",
      message: `this installation is connected to the cloud "${tenant.cloud}"`,
    });
  }
  return problems;
}

function roleProblems(
  selector: RoleSelector,
  index: number,
  roles: readonly RoleDefinition[],
): DocumentProblem[] {
  const pointer = `/spec/selection/roles/${index}`;
  const missing = (field: string, value: string): DocumentProblem[] => [
    { pointer: `${pointer}/${field}`, code: "unknownRole", message: `the tenant has no role "${value}"` },
  ];
  if (selector.id !== undefined && !roles.some((role) => role.id === selector.id))
    return missing("id", selector.id);
  if (selector.templateId !== undefined && !roles.some((role) => role.templateId === selector.templateId)) {
    return missing("templateId", selector.templateId);
  }
  if (selector.name !== undefined && !roles.some((role) => role.displayName === selector.name)) {
    return missing("name", selector.name);
  }
  return [];
}

function emergencyAccessProblems(plan: Plan, principals: ReadonlyMap<string, Principal>): DocumentProblem[] {
  return plan.spec.emergencyAccess.principals.flatMap((id, index): DocumentProblem[] => {
    const pointer = `/spec/emergencyAccess/principals/${index}`;
    const principal = principals.get(id);
    if (principal === undefined) {
      return [{ pointer, code: "unknownPrincipal", message: `the directory has no principal ${id}` }];
    }
    if (principal.type !== "user") {
      return [{ pointer, code: "notAUser", message: "an emergency access account must be a user" }];
    }
    if (principal.accountEnabled === false) {
      return [{ pointer, code: "accountDisabled", message: "this emergency access account is disabled" }];
    }
    return [];
  });
}

function danglingPrincipals(plan: Plan, principals: ReadonlyMap<string, Principal>): DocumentProblem[] {
  const { selection, exclusions = [] } = plan.spec;
  const places = [
    ...(selection.principals?.include ?? []).map(
      (id, at) => [id, `/spec/selection/principals/include/${at}`] as const,
    ),
    ...(selection.principals?.exclude ?? []).map(
      (id, at) => [id, `/spec/selection/principals/exclude/${at}`] as const,
    ),
    ...exclusions.map(({ principalId }, at) => [principalId, `/spec/exclusions/${at}/principalId`] as const),
  ];
  return places
    .filter(([id]) => !principals.has(id))
    .map(([id, pointer]) => ({
      pointer,
      code: "unknownPrincipal",
      message: `the directory has no principal ${id}`,
    }));
}
