import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { NamedPolicy } from "../collections/policies.ts";
import { findPolicy, policyRow } from "../collections/policies.ts";
import { answer, refuse, rootOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { isJsonObject } from "../json.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refusalOf, refused } from "../refusal.ts";
import { changeSettings } from "../settings/change-settings.ts";
import type { Tenant } from "../state/tenant.ts";

const PATH = "/policies/roleManagementPolicies/:id";

/** Changes some rules of the policy that a URL names. */
function change(
  tenant: Tenant,
  request: FastifyRequest<{ Params: { id: string } }>,
  rules: readonly unknown[],
): Outcome<NamedPolicy> {
  const found = findPolicy(tenant, request.params.id);
  if (found === null) return refused(refusalOf("policyNotFound"));
  const { roleDefinitionId } = found.policy;
  const caller = callerOf(request);
  const wanted = { roleDefinitionId, rules, byId: caller.id };
  const outcome = tenant.actAs(caller, () => changeSettings(tenant, wanted));
  return outcome.isOk ? accepted({ ...found, policy: outcome.value }) : outcome;
}

/** The rules that the body of a change of a whole policy holds; null when it is none. */
function rulesOf(body: unknown): readonly unknown[] | null {
  const rules = isJsonObject(body) ? body["rules"] : null;
  const isAlone =
    isJsonObject(body) && Object.keys(body).every((name) => ["@odata.type", "rules"].includes(name));
  return isAlone && Array.isArray(rules) && rules.length > 0 ? rules : null;
}

function refuseBody(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return refuse(request, reply, badRequest("Unable to read JSON request payload."));
}

/** Changes of settings: of one rule, and of several at once. */
export function servePolicyWrites(app: FastifyInstance, tenant: Tenant): void {
  app.patch<{ Params: { id: string } }>(PATH, async (request, reply) => {
    if (!isJsonObject(request.body)) return refuseBody(request, reply);
    const rules = rulesOf(request.body);
    if (rules === null) return refuse(request, reply, refusalOf("invalidPolicy"));
    const outcome = change(tenant, request, rules);
    if (!outcome.isOk) return refuse(request, reply, outcome.refusal);
    const odataContext = `${rootOf(request)}/$metadata#policies/roleManagementPolicies/$entity`;
    const row = policyRow(tenant, outcome.value, []);
    return answer(request, reply, accepted({ "@odata.context": odataContext, ...row }));
  });

  app.patch<{ Params: { id: string; ruleId: string } }>(`${PATH}/rules/:ruleId`, async (request, reply) => {
    if (!isJsonObject(request.body)) return refuseBody(request, reply);
    const isNamed = request.body["id"] === request.params.ruleId;
    const outcome = isNamed
      ? change(tenant, request, [request.body])
      : refused(
          refusalOf(findPolicy(tenant, request.params.id) === null ? "policyNotFound" : "invalidPolicyRule"),
        );
    return outcome.isOk ? reply.code(204).send() : refuse(request, reply, outcome.refusal);
  });
}
