import {
  EmptyOrder,
  Id,
  pageAsked,
  pageOf,
  pageQuery,
  refTo,
  RoleSettingsChangeDocument,
  SettingsCheckOrdered,
  shape,
} from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { ruleChanges, SETTINGS_STATES, type RolloutSnapshot } from "@standdown/domain";
import { Type } from "typebox";
import type { ApiParts } from "../build-api.ts";
import type { ListedSettingsChange } from "../ports.ts";
import { wake } from "../run-command.ts";

const params = shape({ id: Id });
const query = shape({
  ...pageQuery,
  wave: Type.Optional(Type.String({ minLength: 1, description: "The wave's name." })),
  state: Type.Optional(Type.Enum([...SETTINGS_STATES])),
});

/** What becomes of the settings of a rollout's roles, and looking at them again. */
export function addRoleSettings(app: HttpService, parts: ApiParts): void {
  addList(app, parts);
  addCheck(app, parts);
}

function addList(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/rollouts/:id/role-settings",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "listRoleSettings",
        summary: "What becomes of the settings of the rollout's roles, rule by rule, by state or wave",
        params,
        querystring: query,
        response: { 200: pageOf(refTo(RoleSettingsChangeDocument)) },
      },
    },
    async (request, reply) => {
      const { wave, state, ...page } = request.query;
      const rollout = await store.loadRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      const named = rollout.waves.find((candidate) => candidate.name === wave);
      if (wave !== undefined && named === undefined) {
        return reply.refuse("notFound", `the rollout has no wave "${wave}"`);
      }
      const { items, next } = await store.listSettingsChanges(rollout.id, {
        wavePosition: named?.position ?? null,
        state: state ?? null,
        ...pageAsked(page),
      });
      return { items: items.map(documentOf), next };
    },
  );
}

function addCheck(app: HttpService, { store, queue }: ApiParts): void {
  app.post(
    "/v1/rollouts/:id/role-settings/check",
    {
      config: {
        access: ["operator"],
        refusals: ["stateConflict", "idempotencyMismatch", "idempotencyInProgress"],
      },
      schema: {
        operationId: "checkRoleSettings",
        summary: "Read the settings of the rollout's roles again, and compare them with what they should be",
        params,
        body: EmptyOrder,
        response: { 202: SettingsCheckOrdered },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const rollout = await store.loadRollout(id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${id}`);
      const why = unreadyText(rollout);
      if (why !== null) return reply.refuse("stateConflict", why);
      const roleCount = await store.wantSettingsCheck(id);
      if (roleCount === 0) {
        return reply.refuse(
          "stateConflict",
          "no settings of roles are applied: there is nothing to compare them with",
        );
      }
      await wake([{ kind: "advance", rolloutId: id }], queue, request.log);
      void reply.code(202);
      return { roleCount };
    },
  );
}

/** Why its settings can't be compared with anything yet; null when they can. */
function unreadyText({ state, startedAt }: Pick<RolloutSnapshot, "state" | "startedAt">): string | null {
  if (startedAt !== null) return null;
  return `the rollout is ${state}: nobody has started it yet, so that no settings are changed`;
}

function documentOf(change: ListedSettingsChange): RoleSettingsChangeDocument {
  const { tenantId: _tenantId, before, after, ...shown } = change;
  return { ...shown, rules: ruleChanges(before, after) };
}
