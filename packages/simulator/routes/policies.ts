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
import { refuse } from "../http/answer.ts";
import { checkFilter, matchesFilter, requiredValues } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { Expand, Query } from "../odata/query.ts";
import type { Row } from "../odata/filter.ts";
import type { Policy } from "../state/policies.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, missingParameters, refusalOf, refused } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Expandable } from "./row-answers.ts";
import { answerRow, answerRows, readRowQuery } from "./row-answers.ts";

/** One of the two collections: how it reads, and what can be asked of it. */
interface PolicyCollection {
  readonly name: "roleManagementPolicies" | "roleManagementPolicyAssignments";
  readonly toRow: (tenant: Tenant, named: NamedPolicy, expands: readonly Expand[]) => Row;
  readonly expandable: Expandable;
}

const COLLECTIONS: readonly PolicyCollection[] = [
  { name: "roleManagementPolicies", toRow: policyRow, expandable: { rules: [], effectiveRules: [] } },
  {
    name: "roleManagementPolicyAssignments",
    toRow: policyAssignmentRow,
    expandable: { policy: ["rules", "effectiveRules"] },
  },
];

const FILTERABLE = {
  scopeId: ["eq"],
  scopeType: ["eq"],
  roleDefinitionId: ["eq"],
} as const;

/** The settings of the roles that a filter names, or of all. */
function ofRoles(tenant: Tenant, filter: Filter): readonly Policy[] {
  const roleIds = requiredValues(filter, "roleDefinitionId");
  if (roleIds === null) return tenant.policies.all();
  return roleIds.map((id) => tenant.policies.ofRole(id)).filter((policy) => policy !== null);
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
  const policies = scopeType === "Group" ? policiesOfGroup(tenant, scopeId) : ofRoles(tenant, filter);
  if (policies === null) return refused(refusalOf("resourceNotFound"));
  const rows = policies.map((policy) => collection.toRow(tenant, { policy, scopeType }, query.expand));
  // Rows of policies themselves do not name the role.
  return accepted(rows.filter((row) => matchesFilter({ ...row, scopeType }, filter)));
}

/** The settings of roles and groups, for reading. */
export function servePolicies(app: FastifyInstance, tenant: Tenant): void {
  for (const collection of COLLECTIONS) {
    const path = `policies/${collection.name}`;
    app.get(`/${path}`, async (request, reply) => {
      const query = readRowQuery(request, collection.expandable);
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const rows = listRows(tenant, query.value, collection);
      if (!rows.isOk) return refuse(request, reply, rows.refusal);
      return answerRows(request, reply, query.value, { path, rows: rows.value });
    });

    app.get<{ Params: { id: string } }>(`/${path}/:id`, async (request, reply) => {
      const query = readRowQuery(request, collection.expandable);
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const found = findPolicy(tenant, request.params.id);
      if (found === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const row = collection.toRow(tenant, found, query.value.expand);
      return answerRow(request, reply, query.value, { path, row });
    });
  }
  serveRules(app, tenant);
}

function serveRules(app: FastifyInstance, tenant: Tenant): void {
  const base = "policies/roleManagementPolicies";

  // Nothing in this tenant overrules a role's own settings, so that the effective rules are the rules.
  for (const name of ["rules", "effectiveRules"] as const) {
    app.get<{ Params: { id: string } }>(`/${base}/:id/${name}`, async (request, reply) => {
      const query = readRowQuery(request, {});
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const found = findPolicy(tenant, request.params.id);
      if (found === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const path = `${base}('${policyId(tenant, found)}')/${name}`;
      return answerRows(request, reply, query.value, { path, rows: presentRules(tenant, found.policy) });
    });
  }

  app.get<{ Params: { id: string; ruleId: string } }>(
    `/${base}/:id/rules/:ruleId`,
    async (request, reply) => {
      const query = readRowQuery(request, {});
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const found = findPolicy(tenant, request.params.id);
      if (found === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const rule = presentRules(tenant, found.policy).find((item) => item.id === request.params.ruleId);
      if (rule === undefined) return refuse(request, reply, refusalOf("invalidPolicyRule"));
      const path = `${base}('${policyId(tenant, found)}')/rules`;
      return answerRow(request, reply, query.value, { path, row: rule });
    },
  );
}
