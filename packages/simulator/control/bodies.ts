import { FAULT_KINDS } from "../state/faults.ts";

/** The bodies of the control surface, as JSON Schema. */

const text = { type: "string", minLength: 1 } as const;
const flag = { type: "boolean" } as const;

function body(properties: Record<string, unknown>, required: readonly string[]): Record<string, unknown> {
  return { type: "object", additionalProperties: false, properties, required };
}

const FAULT = body(
  {
    match: body({ method: text, pathContains: text, bodyContains: text }, []),
    kind: { type: "string", enum: [...FAULT_KINDS] },
    at: { type: "integer", minimum: 1, default: 1 },
    count: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }], default: 1 },
    probability: { type: "number", exclusiveMinimum: 0, maximum: 1, default: 1 },
    retryAfterSeconds: { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }], default: null },
  },
  ["match", "kind"],
);

const SCOPES = {
  directoryScopeId: { anyOf: [text, { type: "null" }] },
  appScopeId: { anyOf: [text, { type: "null" }] },
};

/** By what they are for. */
export const CONTROL_BODIES = {
  clock: body({ advance: text }, ["advance"]),
  faults: { type: "array", items: FAULT, minItems: 1 },
  licence: body({ premium: flag }, ["premium"]),
  permissions: body({ refuse: { enum: [401, 403, null] } }, ["refuse"]),
  quirks: body(
    {
      staleReadsMs: { type: "integer", minimum: 0 },
      removeAnswers404: flag,
      crossSideDropOnRemove: flag,
      grantNeverProvisions: flag,
      standingSurvivesRemove: flag,
    },
    [],
  ),
  activation: body(
    { principalId: text, roleDefinitionId: text, ...SCOPES, duration: { ...text, default: "PT1H" } },
    ["principalId", "roleDefinitionId"],
  ),
  deactivation: body({ principalId: text, roleDefinitionId: text, ...SCOPES }, [
    "principalId",
    "roleDefinitionId",
  ]),
  assignment: body({ principalId: text, roleDefinitionId: text, ...SCOPES }, [
    "principalId",
    "roleDefinitionId",
  ]),
  user: body({ accountEnabled: flag }, ["accountEnabled"]),
  rule: { type: "object", minProperties: 1 },
} as const;
