import {
  ApprovalOrder,
  CommandOrder,
  ConversionDocument,
  GateOrder,
  Id,
  refTo,
  RolloutDocument,
  shape,
} from "@standdown/contracts";
import { callerOf, type HttpService } from "@standdown/contracts/server";
import type { RolloutCommand } from "@standdown/domain";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { ApiParts } from "../build-api.ts";
import { runCommand, type CommandSource } from "../run-command.ts";

const REFUSALS = [
  "stateConflict",
  "changedMeanwhile",
  "idempotencyMismatch",
  "idempotencyInProgress",
] as const;
const SIGNATURE_REFUSALS = [...REFUSALS, "digestMismatch", "sameIdentity", "alreadyDecided"] as const;

const ofRollout = shape({ id: Id });
const ofWave = shape({ id: Id, name: Type.String() });

/** What can be told a rollout: the last part of the address, the command, and what it is for. */
const ROLLOUT_COMMANDS = [
  ["start", "start", "Read the tenant, and begin with the first wave if it is still what was approved"],
  ["pause", "pause", "Begin nothing new; what is in the middle goes to its next rest"],
  ["resume", "resume", "Lift the holds on the rollout"],
  ["abort", "abort", "Stop for good and leave things as they are"],
  ["roll-back", "rollBack", "Put everything back"],
  ["retry", "retry", "Try again what failed, was quarantined or was stopped"],
] as const;

const WAVE_COMMANDS = [
  ["pause", "pauseWave", "Begin nothing new in this wave"],
  ["resume", "resumeWave", "Lift the holds on this wave"],
  ["roll-back", "rollBackWave", "Put everything of this wave back"],
  ["retry", "retryWave", "Try again what failed in this wave"],
] as const;

const GATE_COMMANDS = [
  ["promote", "promote", "Approve the gate of this wave"],
  ["reject", "reject", "Reject the gate of this wave: it is held until somebody resumes it"],
] as const;

const CONVERSION_COMMANDS = [
  ["retry", "retryConversion", "Try again this one"],
  ["roll-back", "rollBackConversion", "Put this one back"],
] as const;

/** Everything that a person can tell a rollout, a wave or a conversion to do. */
export function addCommands(app: HttpService, parts: ApiParts): void {
  addApproval(app, parts);
  addRolloutCommands(app, parts);
  addWaveCommands(app, parts);
  addGateCommands(app, parts);
  addConversionCommands(app, parts);
}

function addApproval(app: HttpService, parts: ApiParts): void {
  app.post(
    "/v1/rollouts/:id/approvals",
    {
      config: { access: ["approver"], refusals: SIGNATURE_REFUSALS },
      schema: {
        operationId: "approveRollout",
        summary: "Sign the manifest's digest, or reject it; never by the plan's author",
        params: ofRollout,
        body: ApprovalOrder,
        response: { 200: refTo(RolloutDocument) },
      },
    },
    (request, reply) =>
      tellRollout(request, reply, parts, { status: 200, command: { name: "approve", ...request.body } }),
  );
}

function addRolloutCommands(app: HttpService, parts: ApiParts): void {
  for (const [path, name, summary] of ROLLOUT_COMMANDS) {
    app.post(
      `/v1/rollouts/:id/${path}`,
      {
        config: { access: ["operator"], refusals: REFUSALS },
        schema: {
          operationId: `${name}Rollout`,
          summary,
          params: ofRollout,
          body: CommandOrder,
          response: { 202: refTo(RolloutDocument) },
        },
      },
      (request, reply) =>
        tellRollout(request, reply, parts, {
          status: 202,
          command: { name, reason: request.body?.reason ?? "" },
        }),
    );
  }
}

function addWaveCommands(app: HttpService, parts: ApiParts): void {
  for (const [path, name, summary] of WAVE_COMMANDS) {
    app.post(
      `/v1/rollouts/:id/waves/:name/${path}`,
      {
        config: { access: ["operator"], refusals: REFUSALS },
        schema: {
          operationId: name,
          summary,
          params: ofWave,
          body: CommandOrder,
          response: { 202: refTo(RolloutDocument) },
        },
      },
      (request, reply) =>
        tellRollout(request, reply, parts, {
          status: 202,
          command: { name, wave: request.params.name, reason: request.body?.reason ?? "" },
        }),
    );
  }
}

function addGateCommands(app: HttpService, parts: ApiParts): void {
  for (const [path, name, summary] of GATE_COMMANDS) {
    app.post(
      `/v1/rollouts/:id/waves/:name/${path}`,
      {
        config: { access: ["approver"], refusals: SIGNATURE_REFUSALS },
        schema: {
          operationId: `${name}Wave`,
          summary,
          params: ofWave,
          body: GateOrder,
          response: { 200: refTo(RolloutDocument) },
        },
      },
      (request, reply) =>
        tellRollout(request, reply, parts, {
          status: 200,
          command: { name, wave: request.params.name, ...request.body },
        }),
    );
  }
}

function addConversionCommands(app: HttpService, parts: ApiParts): void {
  const { store } = parts;
  for (const [path, name, summary] of CONVERSION_COMMANDS) {
    app.post(
      `/v1/conversions/:id/${path}`,
      {
        config: { access: ["operator"], refusals: REFUSALS },
        schema: {
          operationId: name,
          summary,
          params: shape({ id: Id }),
          body: CommandOrder,
          response: { 202: refTo(ConversionDocument) },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const conversion = await store.readConversion(id);
        if (conversion === null) return reply.refuse("notFound", `there is no conversion ${id}`);
        const reason = request.body?.reason ?? "";
        const source = conversionCommand(name, id, reason, store);
        const { rolloutId } = conversion;
        const refusal = await runCommand(rolloutId, source, callerOf(request).name, parts, request.log);
        if (refusal !== null) return reply.refuse(refusal.code, refusal.detail);
        void reply.code(202);
        return (await store.readConversion(id)) ?? conversion;
      },
    );
  }
}

/** The command as the conversion stands at that moment. */
function conversionCommand(
  name: "retryConversion" | "rollBackConversion",
  id: string,
  reason: string,
  store: ApiParts["store"],
): CommandSource {
  return async () => {
    const conversion = await store.readConversion(id);
    if (conversion === null) return { code: "notFound", detail: `there is no conversion ${id}` };
    const { wavePosition, state, direction, outcomeCode, steps } = conversion;
    const hasBegun = steps.some((step) => step.state !== "pending");
    return { name, conversionId: id, wavePosition, state, direction, outcomeCode, hasBegun, reason };
  };
}

async function tellRollout(
  request: Pick<FastifyRequest, "caller" | "log"> & { readonly params: { readonly id: string } },
  reply: Pick<FastifyReply, "refuse"> & { code(status: number): unknown },
  parts: ApiParts,
  { command, status }: { readonly command: RolloutCommand; readonly status: 200 | 202 },
): Promise<RolloutDocument | void> {
  const { id } = request.params;
  const { name: caller } = callerOf(request);
  const refusal = await runCommand(id, async () => command, caller, parts, request.log);
  if (refusal !== null) return reply.refuse(refusal.code, refusal.detail);
  const rollout = await parts.store.readRollout(id);
  if (rollout === null) return reply.refuse("notFound", `there is no rollout ${id}`);
  reply.code(status);
  return rollout;
}
