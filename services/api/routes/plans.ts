import { planJsonSchema, PlanValidation, RolloutOrder, type RequestMistake } from "@standdown/contracts";
import { mistakesIn, type HttpService } from "@standdown/contracts/server";
import { isMuting } from "@standdown/domain";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiParts } from "../build-api.ts";
import { checkPlanOrder, type LookedUp, type PlanOrderCheck } from "../check-plan-order.ts";

const MUTING_DETAIL =
  "It mutes mails about assignments: two different people must approve it, neither of them its author.";

/** Checking a plan without storing anything, and the schema that editors check it with. */
export function addPlans(app: HttpService, parts: ApiParts): void {
  app.post(
    "/v1/plans/validate",
    {
      attachValidation: true,
      config: { access: ["author"], refusals: ["planInvalid", "inventoryNotUsable"] },
      schema: {
        operationId: "validatePlan",
        summary: "Every problem of a plan at once; nothing is stored",
        body: RolloutOrder,
        response: { 200: PlanValidation },
      },
    },
    async (request, reply) => {
      const check = await checkPosted(request, parts);
      if (!check.ok) return refusePlan(reply, check);
      return {
        valid: true as const,
        checkedAgainst: check.lookedUp.in,
        detail: isMuting(check.plan.spec)
          ? `${detailOf(check.lookedUp)} ${MUTING_DETAIL}`
          : detailOf(check.lookedUp),
      };
    },
  );
  app.get(
    "/v1/plan.schema.json",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readPlanSchema",
        summary: "The plan's JSON Schema (2020-12)",
        produces: ["application/schema+json"],
        response: { 200: { type: "object", additionalProperties: true } },
      },
    },
    async (_request, reply) => {
      await reply.type("application/schema+json").send(planJsonSchema);
    },
  );
}

/**
 * Checks the body of a request whose validation was put off to here, so that what is wrong around the plan and
 * what is wrong in it are told together.
 */
export async function checkPosted(
  request: Pick<FastifyRequest, "body" | "validationError">,
  parts: ApiParts,
): Promise<PlanOrderCheck> {
  const { validation = [] } = request.validationError ?? {};
  const around = mistakesIn(validation, "body").filter((mistake) => !isOfPlan(mistake));
  const body: unknown = request.body;
  if (typeof body !== "object" || body === null || !("plan" in body)) return { ok: false, mistakes: around };
  const inventoryId = "inventoryId" in body && around.length === 0 ? body.inventoryId : undefined;
  const check = await checkPlanOrder(
    { plan: body.plan, ...(typeof inventoryId === "string" ? { inventoryId } : {}) },
    parts,
  );
  if (around.length === 0) return check;
  return { ok: false, mistakes: "mistakes" in check ? [...around, ...check.mistakes] : around };
}

/** Answers with what is wrong with a posted plan. */
export async function refusePlan(
  reply: Pick<FastifyReply, "refuse">,
  check: Extract<PlanOrderCheck, { ok: false }>,
): Promise<void> {
  if ("refusal" in check) return reply.refuse(check.refusal.code, check.refusal.detail);
  const isPlans = check.mistakes.some(isOfPlan);
  return reply.refuse(isPlans ? "planInvalid" : "bodyInvalid", "", check.mistakes);
}

function isOfPlan({ pointer, code }: RequestMistake): boolean {
  return pointer.startsWith("/plan/") || (pointer === "/plan" && code !== "missingField");
}

function detailOf(lookedUp: LookedUp): string {
  switch (lookedUp.in) {
    case "inventory":
      return "Everything that the plan names is in the inventory.";
    case "tenant":
      return "Everything that the plan names is in the tenant.";
    case "nothing":
      return `The tenant could not be read: ${lookedUp.because}`;
  }
}
