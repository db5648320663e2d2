import type { RoleDefinition } from "../inventory.ts";
import type { PlanSections } from "./plan.ts";
import { approversNamed } from "./approvers-named.ts";
import type { RoleSelector } from "./selection.ts";
import type { Principal } from "../principal.ts";
import type { DocumentProblem } from "../problems.ts";

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
export function principalsNamed(sections: PlanSections): string[] {
  const { emergencyAccess, operators, selection, exclusions = [], roleSettings, waves = [] } = sections;
  return [
    ...new Set([
      ...(emergencyAccess?.principals ?? []),
      ...(operators?.principals ?? []),
      ...(selection?.principals?.include ?? []),
      ...(selection?.principals?.exclude ?? []),
      ...(selection?.principals?.groups ?? []),
      ...exclusions.map((exclusion) => exclusion.principalId),
      ...approversNamed(roleSettings).map(({ id }) => id),
      ...waves.flatMap(({ select }) => [...(select?.principals ?? []), ...(select?.groups ?? [])]),
    ]),
  ];
}

/** Every name and id in these parts of a plan that the tenant does not have, each with its JSON pointer. */
export function checkReferences(sections: PlanSections, tenant: TenantReferences): DocumentProblem[] {
  const principals = byId(tenant);
  return [
    ...checkNames(sections, tenant),
    ...danglingPrincipals(sections, principals),
    ...groupProblems(sections, principals),
    ...approverProblems(sections, principals),
  ];
}

/**
 * The same without those principals whom a plan names only to take or to leave them: an inventory does not know who
 * holds nothing, and it does no harm to leave out somebody who holds nothing.
 */
export function checkNames(sections: PlanSections, tenant: TenantReferences): DocumentProblem[] {
  return [
    ...tenantProblems(sections, tenant),
    ...roleSelectors(sections).flatMap(({ selector, pointer }) =>
      roleProblems(selector, pointer, tenant.roles),
    ),
    ...exclusionProblems(sections, tenant.roles),
    ...emergencyAccessProblems(sections, byId(tenant)),
  ];
}

function byId({ principals }: TenantReferences): ReadonlyMap<string, Principal> {
  return new Map(principals.map((principal) => [principal.id, principal]));
}

function tenantProblems({ tenant: named }: PlanSections, tenant: TenantReferences): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  if (named !== undefined && named.id !== tenant.tenantId) {
    problems.push({
      pointer: "/spec/tenant/id",
      code: "otherTenant",
      message: `this installation is connected to the tenant ${tenant.tenantId}`,
    });
  }
  if (named !== undefined && tenant.cloud !== null && named.cloud !== tenant.cloud) {
    problems.push({
      pointer: "/spec/tenant/cloud",
      code: "otherCloud",
      message: `this installation is connected to the cloud "${tenant.cloud}"`,
    });
  }
  return problems;
}

type PlacedSelector = { readonly selector: RoleSelector; readonly pointer: string };

/** Every selector of roles, with its place. */
function roleSelectors({ selection, strategy, roleSettings, waves = [] }: PlanSections): PlacedSelector[] {
  return [
    ...placed(selection?.roles, "/spec/selection/roles"),
    ...(strategy?.rules ?? []).flatMap(({ when }, rule) =>
      placed(when.roles, `/spec/strategy/rules/${rule}/when/roles`),
    ),
    ...(roleSettings?.assign ?? []).flatMap(({ roles }, index) =>
      placed(roles, `/spec/roleSettings/assign/${index}/roles`),
    ),
    ...waves.flatMap(({ select }, index) => placed(select?.roles, `/spec/waves/${index}/select/roles`)),
  ];
}

function placed(selectors: readonly RoleSelector[] = [], pointer: string): PlacedSelector[] {
  return selectors.map((selector, index) => ({ selector, pointer: `${pointer}/${index}` }));
}

/** An exclusion that names no role of the tenant would protect nobody. */
function exclusionProblems(
  { exclusions = [] }: PlanSections,
  roles: readonly RoleDefinition[],
): DocumentProblem[] {
  return exclusions.flatMap(({ roleDefinitionId }, at): DocumentProblem[] =>
    roleDefinitionId === undefined || roles.some(({ id }) => id === roleDefinitionId)
      ? []
      : [
          {
            pointer: `/spec/exclusions/${at}/roleDefinitionId`,
            code: "unknownRole",
            message: `the tenant has no role "${roleDefinitionId}"`,
          },
        ],
  );
}

function roleProblems(
  selector: RoleSelector,
  pointer: string,
  roles: readonly RoleDefinition[],
): DocumentProblem[] {
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

function emergencyAccessProblems(
  { emergencyAccess }: PlanSections,
  principals: ReadonlyMap<string, Principal>,
): DocumentProblem[] {
  return (emergencyAccess?.principals ?? []).flatMap((id, index): DocumentProblem[] => {
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

function danglingPrincipals(
  { operators, selection, exclusions = [], waves = [] }: PlanSections,
  principals: ReadonlyMap<string, Principal>,
): DocumentProblem[] {
  const places = [
    ...(operators?.principals ?? []).map((id, at) => [id, `/spec/operators/principals/${at}`] as const),
    ...(selection?.principals?.include ?? []).map(
      (id, at) => [id, `/spec/selection/principals/include/${at}`] as const,
    ),
    ...(selection?.principals?.exclude ?? []).map(
      (id, at) => [id, `/spec/selection/principals/exclude/${at}`] as const,
    ),
    ...(selection?.principals?.groups ?? []).map(
      (id, at) => [id, `/spec/selection/principals/groups/${at}`] as const,
    ),
    ...exclusions.map(({ principalId }, at) => [principalId, `/spec/exclusions/${at}/principalId`] as const),
    ...waves.flatMap(({ select }, wave) =>
      (["principals", "groups"] as const).flatMap((field) =>
        (select?.[field] ?? []).map((id, at) => [id, `/spec/waves/${wave}/select/${field}/${at}`] as const),
      ),
    ),
  ];
  return places
    .filter(([id]) => !principals.has(id))
    .map(([id, pointer]) => ({
      pointer,
      code: "unknownPrincipal",
      message: `the directory has no principal ${id}`,
    }));
}

function groupProblems(
  { selection }: PlanSections,
  principals: ReadonlyMap<string, Principal>,
): DocumentProblem[] {
  return (selection?.principals?.groups ?? []).flatMap((id, at): DocumentProblem[] => {
    const type = principals.get(id)?.type ?? "group";
    const pointer = `/spec/selection/principals/groups/${at}`;
    return type === "group" ? [] : [{ pointer, code: "notAGroup", message: "is not a group" }];
  });
}

function approverProblems(
  { roleSettings }: PlanSections,
  principals: ReadonlyMap<string, Principal>,
): DocumentProblem[] {
  return approversNamed(roleSettings).flatMap(({ id, kind, pointer }): DocumentProblem[] => {
    const principal = principals.get(id);
    if (principal === undefined) {
      return [{ pointer, code: "unknownPrincipal", message: `the directory has no principal ${id}` }];
    }
    if (kind === "group") {
      return principal.type === "group" ? [] : [{ pointer, code: "notAGroup", message: "is not a group" }];
    }
    if (principal.type !== "user") return [{ pointer, code: "notAUser", message: "is not a user" }];
    if (principal.accountEnabled !== false) return [];
    return [{ pointer, code: "accountDisabled", message: "this approver's account is disabled" }];
  });
}
