import type { FastifyInstance } from "fastify";
import type { PolicyScopeType } from "../collections/policies.ts";
import {
  parsePolicyId,
  POLICY_SCOPE_TYPES,
  policyAssignmentRow,
  policyId,
  policyRow,
} from "../collections/policies.ts";
import { refuse } from "../http/answer.ts";
import { checkFilter, matchesFilter, requiredValues } from "../odata/filter.ts";
import type { Expand, Query } from "../odata/query.ts";
import type { Row } from "../odata/filter.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refusalOf, refused } from "../refusal.ts";
import type { Policy } from "../state/policies.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Expandable } from "./policy-answers.ts";
import { answerRow, answerRows, readPolicyQuery } from "./policy-answers.ts";

type ToRow = (tenant: Tenant, policy: Policy, type: PolicyScopeType, expands: readonly Expand[]) => Row;

const FILTERABLE = {
  scopeId: ["eq"],
  scopeType: ["eq"],
  roleDefinitionId: ["eq"],
} as const;

const RULES_OF_POLICY = { rules: [], effectiveRules: [] } as const satisfies Expandable;
const POLICY_OF_ASSIGNMENT = { policy: ["rules", "effectiveRules"] } as const satisfies Expandable;

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
  const rows = tenant.policies.all().map((policy) => toRow(tenant, policy, type, query.expand));
  // Rows of policies themselves do not name the role.
  return accepted(rows.filter((row) => matchesFilter({ ...row, scopeType: type }, filter)));
}

/** The settings of roles, for reading. */
export function servePolicies(app: FastifyInstance, tenant: Tenant): void {
  for (const [name, toRow, expandable] of [
    ["roleManagementPolicies", policyRow, RULES_OF_POLICY],
    ["roleManagementPolicyAssignments", policyAssignmentRow, POLICY_OF_ASSIGNMENT],
  ] as const) {
    const path = `policies/${name}`;
    app.get(`/${path}`, async (request, reply) => {
      const query = readPolicyQuery(request, expandable);
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const rows = listRows(tenant, query.value, toRow);
      if (!rows.isOk) return refuse(request, reply, rows.refusal);
      return answerRows(request, reply, query.value, { path, rows: rows.value });
    });

    app.get<{ Params: { id: string } }>(`/${path}/:id`, async (request, reply) => {
      const query = readPolicyQuery(request, expandable);
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const parsed = parsePolicyId(request.params.id);
      const policy = tenant.policies.byGuid(parsed?.guid ?? "");
      if (policy === null || parsed === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const row = toRow(tenant, policy, parsed.scopeType, query.value.expand);
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
      const query = readPolicyQuery(request, {});
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const parsed = parsePolicyId(request.params.id);
      const policy = tenant.policies.byGuid(parsed?.guid ?? "");
      if (policy === null || parsed === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const path = `${base}('${policyId(tenant, policy, parsed.scopeType)}')/${name}`;
      return answerRows(request, reply, query.value, { path, rows: policy.rules });
    });
  }

  app.get<{ Params: { id: string; ruleId: string } }>(
    `/${base}/:id/rules/:ruleId`,
    async (request, reply) => {
      const query = readPolicyQuery(request, {});
      if (!query.isOk) return refuse(request, reply, query.refusal);
      const parsed = parsePolicyId(request.params.id);
      const policy = tenant.policies.byGuid(parsed?.guid ?? "");
      if (policy === null || parsed === null) return refuse(request, reply, refusalOf("policyNotFound"));
      const rule = policy.rules.find((item) => item.id === request.params.ruleId);
      if (rule === undefined) return refuse(request, reply, refusalOf("invalidPolicyRule"));
      const path = `${base}('${policyId(tenant, policy, parsed.scopeType)}')/rules`;
      return answerRow(request, reply, query.value, { path, row: rule });
    },
  );
}
