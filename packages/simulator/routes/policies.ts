import type { FastifyInstance } from "fastify";
import type { NamedPolicy } from "../collections/policies.ts";
import {
  findPolicy,
  policiesOfGroup,
  POLICY_SCOPE_TYPES,
  policyAssignmentRow,
  policyId,
  policyRow,
  presentRules,
} from "../collections/policies.ts";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import { project } from "../odata/collection.ts";
import { checkFilter, matchesFilter, requiredValues } from "../odata/filter.ts";
import type { Expand, Query } from "../odata/query.ts";
import { parseQuery } from "../odata/query.ts";
import type { Row } from "../odata/filter.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, missingParameters, refusalOf, refused } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";

/** One of the two collections: how it reads, and what can be asked of it. */
interface PolicyCollection {
  readonly name: "roleManagementPolicies" | "roleManagementPolicyAssignments";
  readonly toRow: (tenant: Tenant, named: NamedPolicy, expands: readonly Expand[]) => Row;
  readonly expands: readonly string[];
}

const COLLECTIONS: readonly PolicyCollection[] = [
  { name: "roleManagementPolicies", toRow: policyRow, expands: ["rules", "effectiveRules"] },
  { name: "roleManagementPolicyAssignments", toRow: policyAssignmentRow, expands: ["policy"] },
];

const FILTERABLE = {
  scopeId: ["eq"],
  scopeType: ["eq"],
  roleDefinitionId: ["eq", "in"],
  policyId: ["eq"],
} as const;

/** What a selection and an expansion say in `@odata.context`. */
function suffixOf(query: Query): string {
  const nested = (expand: Expand): string => `${expand.name}(${expand.expand.map(nested).join(",")})`;
  const parts = [...(query.select ?? []), ...query.expand.map(nested)];
  return parts.length === 0 ? "" : `(${parts.join(",")})`;
}

/** Reads the query options, and refuses an expansion that the collection has not. */
function readOptions(url: URL, collection: PolicyCollection): Outcome<Query> {
  const query = parseQuery(url);
  if (!query.isOk) return query;
  const strange = query.value.expand.find((expand) => !collection.expands.includes(expand.name));
  return strange === undefined
    ? query
    : refused(badRequest(`Could not find a property named '${strange.name}'.`));
}

/** A row with what was selected of it, and with what was expanded. */
function presented(row: Row, query: Query): Row {
  if (query.select === null) return row;
  return project(row, [...query.select, ...query.expand.map((expand) => expand.name)]);
}

/** The service lists policies only for a scope that is named, with its type. */
function listRows(tenant: Tenant, query: Query, collection: PolicyCollection): Outcome<Row[]> {
  const { filter } = query;
  const [scopeId] = requiredValues(filter, "scopeId") ?? [];
  const [wantedType] = requiredValues(filter, "scopeType") ?? [];
  const scopeType = POLICY_SCOPE_TYPES.find((known) => known.toLowerCase() === wantedType);
  if (filter === null || scopeId === undefined || scopeType === undefined) {
    return refused(missingParameters("ScopeId or ScopeType"));
  }
  const refusal = checkFilter(filter, FILTERABLE);
  if (refusal !== null) return refused(refusal);
  const policies = scopeType === "Group" ? policiesOfGroup(tenant, scopeId) : tenant.policies.all();
  if (policies === null) return refused(refusalOf("resourceNotFound"));
  const rows = policies.map((policy) => collection.toRow(tenant, { policy, scopeType }, query.expand));
  return accepted(
    rows.filter((row) => matchesFilter({ ...row, scopeType }, filter)).map((row) => presented(row, query)),
  );
}

/** The settings of roles and groups, for reading. */
export function servePolicies(app: FastifyInstance, tenant: Tenant): void {
  for (const collection of COLLECTIONS) {
    const path = `policies/${collection.name}`;
    app.get(`/${path}`, async (request, reply) => {
      const query = readOptions(urlOf(request), collection);
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const rows = listRows(tenant, query.value, collection);
      if (!rows.isOk) return refuse(request, reply, rows.refusal);
      const odataContext = `${rootOf(request)}/$metadata#${path}${suffixOf(query.value)}`;
      return answer(request, reply, accepted({ "@odata.context": odataContext, value: rows.value }));
    });

    app.get<{ Params: { id: string } }>(`/${path}/:id`, async (request, reply) => {
      const query = readOptions(urlOf(request), collection);
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const found = findPolicy(tenant, request.params.id);
      if (found === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const odataContext = `${rootOf(request)}/$metadata#${path}${suffixOf(query.value)}/$entity`;
      const row = presented(collection.toRow(tenant, found, query.value.expand), query.value);
      return answer(request, reply, accepted({ "@odata.context": odataContext, ...row }));
    });
  }
  serveRules(app, tenant);
}

function serveRules(app: FastifyInstance, tenant: Tenant): void {
  const path = "/policies/roleManagementPolicies/:id/rules";

  app.get<{ Params: { id: string } }>(path, async (request, reply) => {
    const found = findPolicy(tenant, request.params.id);
    if (found === null) return refuse(request, reply, refusalOf("policyNotFound"));
    const id = policyId(tenant, found);
    const odataContext = `${rootOf(request)}/$metadata#policies/roleManagementPolicies('${id}')/rules`;
    const value = presentRules(tenant, found.policy);
    return answer(request, reply, accepted({ "@odata.context": odataContext, value }));
  });

  app.get<{ Params: { id: string; ruleId: string } }>(`${path}/:ruleId`, async (request, reply) => {
    const found = findPolicy(tenant, request.params.id);
    if (found === null) return refuse(request, reply, refusalOf("policyNotFound"));
    const rule = presentRules(tenant, found.policy).find((item) => item.id === request.params.ruleId);
    if (rule === undefined) return refuse(request, reply, refusalOf("invalidPolicyRule"));
    const id = policyId(tenant, found);
    const odataContext = `${rootOf(request)}/$metadata#policies/roleManagementPolicies('${id}')/rules/$entity`;
    return answer(request, reply, accepted({ "@odata.context": odataContext, ...rule }));
  });
}
