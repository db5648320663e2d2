import type { IncomingMessage } from "node:http";
import { DispositionsTaken, Id, refTo, shape, sheetMistakes } from "@standdown/contracts";
import { callerOf, type HttpService } from "@standdown/contracts/server";
import {
  accessPages,
  checkPlan,
  compileContext,
  SheetCheck,
  type ManualDisposition,
  type Plan,
  type SheetOutcome,
  type SheetProblem,
  type SheetRow,
  type TenantFacts,
  isFinalRollout,
  type RolloutState,
} from "@standdown/domain";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiParts } from "../build-api.ts";
import { idempotencyKeyOf } from "../idempotency.ts";
import { planDigest } from "../plan-digest.ts";
import { wake } from "../run-command.ts";
import { PostedSheet, readSheet } from "../sheet/read-sheet.ts";

/** More mistakes than somebody mends before looking again. */
const MISTAKES_MAX = 10_000;
const PROBLEM_CODES = [
  "stateConflict",
  "inventoryNotUsable",
  "planInvalid",
  "idempotencyMismatch",
  "idempotencyInProgress",
] as const;

/** Dispositions that were edited in a spreadsheet: a new rollout of the same plan, with what was changed. */
export async function addDispositions(app: HttpService, parts: ApiParts): Promise<void> {
  await app.register(async (scope: HttpService) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("text/csv", (_request: FastifyRequest, payload: IncomingMessage) =>
      readSheet(payload),
    );
    scope.post(
      "/v1/rollouts/:id/dispositions",
      {
        config: { access: ["author"], refusals: PROBLEM_CODES },
        schema: {
          operationId: "postDispositions",
          summary: "Dispositions as CSV: every row is checked, then a new rollout is made of the same plan",
          params: shape({ id: Id }),
          // Without a type: it is checked row by row.
          body: { content: { "text/csv": { schema: { description: "A manifest, edited." } } } },
          response: { 201: refTo(DispositionsTaken) },
        },
      },
      async (request, reply) => {
        const { body } = request;
        if (!(body instanceof PostedSheet)) return reply.refuse("bodyMalformed", "there is no CSV");
        if ("tooLarge" in body.reading) return reply.refuse("tooLarge", body.reading.tooLarge);
        const about = await loadAbout(request.params.id, parts, reply);
        if (about === null) return;
        const { rows, problems } = body.reading;
        const outcome = await checkRows(rows, about, parts);
        const all = [...problems, ...(outcome.ok ? [] : outcome.problems)];
        if (!outcome.ok || all.length > 0) return refuseSheet(reply, all);
        // Its people are the former rollout's as long as that has not ended.
        if (!isFinalRollout(about.state)) {
          const why = `the sheet is sound, and the rollout is ${about.state}: abort it first, for two never move the same people`;
          return reply.refuse("stateConflict", why);
        }
        const check = checkPlan(withDispositions(about.plan, outcome.dispositions));
        if (!check.ok) throw new Error(`a sound sheet made a bad plan: ${JSON.stringify(check.problems)}`);
        const { plan } = check;
        const { id } = await parts.store.createRollout({
          plan,
          planDigest: planDigest(plan),
          author: callerOf(request).name,
          inventoryId: about.facts.id,
          idempotencyKey: idempotencyKeyOf(request),
        });
        await wake([{ kind: "advance", rolloutId: id }], parts.queue, request.log);
        void reply.code(201).header("location", `/v1/rollouts/${id}`);
        return {
          rolloutId: id,
          inventoryId: about.facts.id,
          changedRowCount: outcome.changedRowCount,
          dispositionCount: outcome.dispositions.length,
        };
      },
    );
  });
}

/** What a sheet is about. */
type About = { readonly plan: Plan; readonly facts: TenantFacts; readonly state: RolloutState };

/** Answers a refusal and null where there is nothing that a sheet can be about. */
async function loadAbout(
  rolloutId: string,
  { store }: ApiParts,
  reply: Pick<FastifyReply, "refuse">,
): Promise<About | null> {
  const refuse = async (...refusal: Parameters<FastifyReply["refuse"]>): Promise<null> => {
    await reply.refuse(...refusal);
    return null;
  };
  const rollout = await store.readRollout(rolloutId);
  if (rollout === null) return refuse("notFound", `there is no rollout ${rolloutId}`);
  if (rollout.manifestDigest === null) {
    return refuse("stateConflict", `the rollout is ${rollout.state}: it has no manifest`);
  }
  const facts = await store.loadTenantFacts(rollout.inventoryId);
  if (facts === null) return refuse("inventoryNotUsable", "the rollout's inventory is not there any more");
  return { plan: rollout.plan, facts, state: rollout.state };
}

async function checkRows(
  rows: readonly SheetRow[],
  { plan, facts }: About,
  { store, connection, now }: ApiParts,
): Promise<SheetOutcome> {
  const context = compileContext(plan, facts, { now: now(), ownAppId: connection.ownAppId });
  const check = new SheetCheck(context, rows);
  if (rows.length > 0) {
    for await (const page of accessPages(store, facts.id)) for (const access of page) check.observe(access);
  }
  return check.conclude();
}

function withDispositions({ spec, ...plan }: Plan, dispositions: readonly ManualDisposition[]): Plan {
  const { dispositions: _former, ...rest } = spec;
  return { ...plan, spec: dispositions.length === 0 ? rest : { ...rest, dispositions: [...dispositions] } };
}

function refuseSheet(reply: Pick<FastifyReply, "refuse">, problems: readonly SheetProblem[]): Promise<void> {
  const sorted = problems.toSorted((a, b) => a.row - b.row).slice(0, MISTAKES_MAX);
  const detail =
    problems.length > MISTAKES_MAX ? `these are the first ${MISTAKES_MAX} of ${problems.length}` : "";
  return reply.refuse("bodyInvalid", detail, sheetMistakes(sorted));
}
