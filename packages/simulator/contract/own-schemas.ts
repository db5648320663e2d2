import type { Json } from "./document.ts";

/**
 * Shapes of resources that belong to the service and that a contract of PIM alone may lack. Sources: Microsoft's
 * reference of Graph v1.0, the pages on `conditionalAccessPolicy` with its parts, `userRegistrationDetails` and
 * `message`; and of beta on `approval`, whose stages are called steps there.
 */

const text = { type: ["string", "null"] };
const flag = { type: ["boolean", "null"] };
const texts = { type: "array", items: { type: "string" } };
const time = { type: ["string", "null"], pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$` };

function objectOf(properties: Json): Json {
  return { type: "object", properties };
}

function orNull(name: string): Json {
  return { anyOf: [{ $ref: `#/components/schemas/microsoft.graph.${name}` }, { type: "null" }] };
}

/** A page of a list. */
export function listOf(name: string): Json {
  return {
    type: "object",
    required: ["value"],
    properties: {
      "@odata.context": { type: "string" },
      "@odata.count": { type: "integer" },
      "@odata.nextLink": { type: "string" },
      value: { type: "array", items: { $ref: `#/components/schemas/microsoft.graph.${name}` } },
    },
    additionalProperties: false,
  };
}

const CONDITIONAL_ACCESS: Json = {
  "microsoft.graph.conditionalAccessPolicy": objectOf({
    id: { type: "string" },
    templateId: text,
    displayName: { type: "string" },
    createdDateTime: time,
    modifiedDateTime: time,
    state: { enum: ["enabled", "disabled", "enabledForReportingButNotEnforced"] },
    conditions: orNull("conditionalAccessConditionSet"),
    grantControls: orNull("conditionalAccessGrantControls"),
    sessionControls: orNull("conditionalAccessSessionControls"),
  }),
  "microsoft.graph.conditionalAccessConditionSet": objectOf({
    userRiskLevels: texts,
    signInRiskLevels: texts,
    clientAppTypes: texts,
    platforms: { type: ["object", "null"] },
    locations: { type: ["object", "null"] },
    devices: { type: ["object", "null"] },
    clientApplications: { type: ["object", "null"] },
    applications: orNull("conditionalAccessApplications"),
    users: orNull("conditionalAccessUsers"),
  }),
  "microsoft.graph.conditionalAccessApplications": objectOf({
    includeApplications: texts,
    excludeApplications: texts,
    includeUserActions: texts,
    includeAuthenticationContextClassReferences: texts,
  }),
  "microsoft.graph.conditionalAccessUsers": objectOf({
    includeUsers: texts,
    excludeUsers: texts,
    includeGroups: texts,
    excludeGroups: texts,
    includeRoles: texts,
    excludeRoles: texts,
  }),
  "microsoft.graph.conditionalAccessGrantControls": objectOf({
    operator: { enum: ["AND", "OR"] },
    builtInControls: texts,
    customAuthenticationFactors: texts,
    termsOfUse: texts,
    authenticationStrength: { type: ["object", "null"] },
  }),
  "microsoft.graph.conditionalAccessSessionControls": objectOf({
    applicationEnforcedRestrictions: { type: ["object", "null"] },
    cloudAppSecurity: { type: ["object", "null"] },
    persistentBrowser: { type: ["object", "null"] },
    disableResilienceDefaults: flag,
    signInFrequency: { type: ["object", "null"] },
  }),
};

const REGISTRATION: Json = {
  "microsoft.graph.userRegistrationDetails": objectOf({
    id: { type: "string" },
    userPrincipalName: text,
    userDisplayName: text,
    userType: { enum: ["member", "guest"] },
    isAdmin: flag,
    isSsprRegistered: flag,
    isSsprEnabled: flag,
    isSsprCapable: flag,
    isMfaRegistered: flag,
    isMfaCapable: flag,
    isPasswordlessCapable: flag,
    methodsRegistered: texts,
    isSystemPreferredAuthenticationMethodEnabled: flag,
    systemPreferredAuthenticationMethods: texts,
    userPreferredMethodForSecondaryAuthentication: text,
    lastUpdatedDateTime: time,
  }),
};

const APPROVAL: Json = {
  "microsoft.graph.approvalOfRole": objectOf({
    id: { type: "string" },
    steps: { type: "array", items: { $ref: "#/components/schemas/microsoft.graph.approvalStage" } },
  }),
};

/** All of them, by name. */
export const OWN_SCHEMAS: Json = { ...CONDITIONAL_ACCESS, ...REGISTRATION, ...APPROVAL };

/** The body that decides about an approval. */
export const APPROVAL_DECISION: Json = {
  type: "object",
  required: ["reviewResult"],
  properties: { reviewResult: { enum: ["Approve", "Deny"] }, justification: text },
};

/** The body that sends a message: at least one recipient. */
export const SEND_MAIL: Json = {
  type: "object",
  required: ["message"],
  properties: {
    saveToSentItems: { type: "boolean" },
    message: {
      type: "object",
      required: ["toRecipients"],
      properties: {
        subject: { type: "string" },
        body: { type: "object" },
        toRecipients: { type: "array", minItems: 1, items: { type: "object", required: ["emailAddress"] } },
      },
    },
  },
};

/** The body that makes a role of the tenant's own; a change names any of it. */
export function roleBody(required: readonly string[]): Json {
  return {
    type: "object",
    required,
    properties: {
      "@odata.type": { type: "string" },
      displayName: { type: "string" },
      description: { type: "string" },
      // Microsoft's own example writes it as a text.
      isEnabled: { type: ["boolean", "string"] },
      templateId: { type: "string" },
      version: { type: "string" },
      resourceScopes: texts,
      rolePermissions: {
        type: "array",
        items: { type: "object", properties: { allowedResourceActions: texts, condition: text } },
      },
    },
    additionalProperties: false,
  };
}
