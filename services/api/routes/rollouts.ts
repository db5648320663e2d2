import {
  Id,
  listOf,
  pageAsked,
  pageOf,
  pageQuery,
  refTo,
  RolloutDocument,
  RolloutOrder,
  RolloutSummary,
  shape,
  WaveDocument,
} from "@standdown/contracts";
import { callerOf, type HttpService } from "@standdown/contracts/server";
import type { ApiParts } from "../build-api.ts";
import { idempotencyKeyOf } from "../idempotency.ts";
import { planDigest } from "../plan-digest.ts";
import { wake } from "../run-command.ts";
import { checkPosted, refusePlan } from "./plans.ts";

const params = shape({ id: Id });

/** Storing a plan as a rollout, and reading rollouts. */
export function addRollouts(app: HttpService, parts: ApiParts): void {
  addCreation(app, parts);
  app.get(
    "/v1/rollouts",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "listRollouts",
        summary: "All rollouts, newest first",
        querystring: shape(pageQuery),
        response: { 200: pageOf(refTo(RolloutSummary)) },
      },
    },
    (request) => parts.store.listRollouts(pageAsked(request.query)),
  );
  app.get(
    "/v1/rollouts/:id",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readRollout",
        summary: "One rollout with its plan, approvals, holds and waves",
        params,
        response: { 200: refTo(RolloutDocument) },
      },
    },
    async (request, reply) => {
      const rollout = await parts.store.readRollout(request.params.id);
      return rollout ?? reply.refuse("notFound", `there is no rollout ${request.params.id}`);
    },
  );
  app.get(
    "/v1/rollouts/:id/waves",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "listWaves",
        summary: "The waves of a rollout, in order",
        params,
        response: { 200: shape({ items: listOf(refTo(WaveDocument)) }) },
      },
    },
    async (request, reply) => {
      const rollout = await parts.store.loadRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      return { items: rollout.waves };
    },
  );
}

function addCreation(app: HttpService, parts: ApiParts): void {
  const { store, queue } = parts;
  app.post(
    "/v1/rollouts",
    {
      attachValidation: true,
      config: {
        access: ["author"],
        refusals: ["planInvalid", "inventoryNotUsable", "idempotencyMismatch", "idempotencyInProgress"],
      },
      schema: {
        operationId: "createRollout",
        summary: "Store a plan and compile it; without an inventory, the tenant is read first",
        body: RolloutOrder,
        response: { 202: refTo(RolloutDocument) },
      },
    },
    async (request, reply) => {
      const check = await checkPosted(request, parts);
      if (!check.ok) return refusePlan(reply, check);
      const { plan } = check;
      const { id, inventoryId } = await store.createRollout({
        plan,
        planDigest: planDigest(plan),
        author: callerOf(request).name,
        inventoryId: request.body.inventoryId ?? null,
        idempotencyKey: idempotencyKeyOf(request),
      });
      await wake(
        [
          { kind: "inventory", inventoryId },
          { kind: "advance", rolloutId: id },
        ],
        queue,
        request.log,
      );
      const rollout = await store.readRollout(id);
      if (rollout === null) throw new Error(`rollout ${id} was made and is not there`);
      void reply.code(202).header("location", `/v1/rollouts/${id}`);
      return rollout;
    },
  );
}
