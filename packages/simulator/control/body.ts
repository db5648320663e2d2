/** Parts that the bodies of the control surface are made of, as JSON Schema. */

export const text = { type: "string", minLength: 1 } as const;
export const flag = { type: "boolean" } as const;

/** An object with these properties and no others. */
export function objectOf(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): Record<string, unknown> {
  return { type: "object", additionalProperties: false, properties, required };
}

/** The properties of who, what and where. */
export const grantProperties = {
  principalId: text,
  roleDefinitionId: text,
  directoryScopeId: { anyOf: [text, { type: "null" }] },
  appScopeId: { anyOf: [text, { type: "null" }] },
};

/** Who, what and where. */
export const GRANT = objectOf(grantProperties, ["principalId", "roleDefinitionId"]);
