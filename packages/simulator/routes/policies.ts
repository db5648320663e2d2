import type { FastifyInstance } from "fastify";
import type { PolicyScopeType } from "../collections/policies.ts";
import {
  parsePolicyId,
  POLICY_SCOPE_TYPES,
  policyAssignmentRow,
  policyId,
  policyRow,
} from "../collections/policies.ts";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import { checkFilter, matchesFilter, requiredValues } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { Expand, Query } from "../odata/query.ts";
import { parseQuery } from "../odata/query.ts";
import type { Row } from "../odata/filter.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refusalOf, refused } from "../refusal.ts";
import type { Policy } from "../state/policies.ts";
import type { Tenant } from "../state/tenant.ts";

type ToRow = (tenant: Tenant, policy: Policy, type: PolicyScopeType, expands: readonly Expand[]) => Row;

const FILTERABLE = {
  scopeId: ["eq"],
  scopeType: ["eq"],
  roleDefinitionId: ["eq", "in"],
  policyId: ["eq"],
} as const;

/** What an expansion says in `@odata.context`. */
function suffixOf(expands: readonly Expand[]): string {
  if (expands.length === 0) return "";
  const nested = (expand: Expand): string => `${expand.name}(${expand.expand.map(nested).join(",")})`;
  return `(${expands.map(nested).join(",")})`;
}

/** The settings of the roles that a filter names, or of all. */
function candidates(tenant: Tenant, filter: Filter): readonly Policy[] {
  const roleIds = requiredValues(filter, "roleDefinitionId");
  if (roleIds === null) return tenant.policies.all();
  return roleIds.map((id) => tenant.policies.ofRole(id)).filter((policy) => policy !== null);
}

/** The service lists policies only for a scope that is named, with its type. */
function listRows(tenant: Tenant, query: Query, toRow: ToRow): Outcome<Row[]> {
  const { filter } = query;
  const [scopeId] = requiredValues(filter, "scopeId") ?? [];
  const [wantedType] = requiredValues(filter, "scopeType") ?? [];
  const type = POLICY_SCOPE_TYPES.find((known) => known.toLowerCase() === wantedType);
  if (filter === null || scopeId === undefined || type === undefined) {
    return refused(badRequest("The filter must name scopeId and scopeType."));
  }
  const refusal = checkFilter(filter, FILTERABLE);
  if (refusal !== null) return refused(refusal);
  const rows = candidates(tenant, filter).map((policy) => toRow(tenant, policy, type, query.expand));
  // Rows of policies themselves do not name the role.
  return accepted(rows.filter((row) => matchesFilter({ ...row, scopeType: type }, filter)));
}

/** The settings of roles, for reading. */
export function servePolicies(app: FastifyInstance, tenant: Tenant): void {
  for (const [name, toRow] of [
    ["roleManagementPolicies", policyRow],
    ["roleManagementPolicyAssignments", policyAssignmentRow],
  ] as const) {
    app.get(`/policies/${name}`, async (request, reply) => {
      const query = parseQuery(urlOf(request));
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const rows = listRows(tenant, query.value, toRow);
      if (!rows.isOk) return refuse(request, reply, rows.refusal);
      const odataContext = `${rootOf(request)}/$metadata#policies/${name}${suffixOf(query.value.expand)}`;
      return answer(request, reply, accepted({ "@odata.context": odataContext, value: rows.value }));
    });

    app.get<{ Params: { id: string } }>(`/policies/${name}/:id`, async (request, reply) => {
      const query = parseQuery(urlOf(request));
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const parsed = parsePolicyId(request.params.id);
      const policy = tenant.policies.byGuid(parsed?.guid ?? "");
      if (policy === null || parsed === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const suffix = suffixOf(query.value.expand);
      const odataContext = `${rootOf(request)}/$metadata#policies/${name}${suffix}/$entity`;
      const row = toRow(tenant, policy, parsed.scopeType, query.value.expand);
      return answer(request, reply, accepted({ "@odata.context": odataContext, ...row }));
    });
  }
  serveRules(app, tenant);
}

function serveRules(app: FastifyInstance, tenant: Tenant): void {
  const path = "/policies/roleManagementPolicies/:id/rules";

  app.get<{ Params: { id: string } }>(path, async (request, reply) => {
    const parsed = parsePolicyId(request.params.id);
    const policy = tenant.policies.byGuid(parsed?.guid ?? "");
    if (policy === null || parsed === null) return refuse(request, reply, refusalOf("policyNotFound"));
    const id = policyId(tenant, policy, parsed.scopeType);
    const odataContext = `${rootOf(request)}/$metadata#policies/roleManagementPolicies('${id}')/rules`;
    return answer(request, reply, accepted({ "@odata.context": odataContext, value: policy.rules }));
  });

  app.get<{ Params: { id: string; ruleId: string } }>(`${path}/:ruleId`, async (request, reply) => {
    const parsed = parsePolicyId(request.params.id);
    const policy = tenant.policies.byGuid(parsed?.guid ?? "");
    if (policy === null || parsed === null) return refuse(request, reply, refusalOf("policyNotFound"));
    const rule = policy.rules.find((item) => item.id === request.params.ruleId);
    if (rule === undefined) return refuse(request, reply, refusalOf("invalidPolicyRule"));
    const id = policyId(tenant, policy, parsed.scopeType);
    const odataContext = `${rootOf(request)}/$metadata#policies/roleManagementPolicies('${id}')/rules/$entity`;
    return answer(request, reply, accepted({ "@odata.context": odataContext, ...rule }));
  });
}
