import type { Json } from "./document.ts";
import { APPROVAL_DECISION, listOf, OWN_SCHEMAS, roleBody, SEND_MAIL } from "./own-schemas.ts";

/**
 * What the simulator serves besides a contract of PIM: paths of Microsoft Graph, written down in the form of OpenAPI
 * after Microsoft's reference of v1.0 (and beta for `transitiveRoleAssignments` and approvals).
 */

const LIST_OPTIONS = ["$filter", "$select", "$top", "$count", "$orderby", "$search", "$expand"];
const FAILED = { content: { "application/json": { schema: { $ref: refOf("ODataErrors.ODataError") } } } };

function refOf(name: string): string {
  return `#/components/schemas/microsoft.graph.${name}`;
}

function answering(status: string, schema: Json | null, options: readonly string[] = []): Json {
  return {
    parameters: options.map((name) => ({ name, in: "query" })),
    responses: {
      [status]: schema === null ? {} : { content: { "application/json": { schema } } },
      "4XX": FAILED,
      "5XX": FAILED,
    },
  };
}

function taking(schema: Json, operation: Json): Json {
  return { ...operation, requestBody: { content: { "application/json": { schema } } } };
}

function listing(name: string): Json {
  return { get: answering("200", listOf(name), LIST_OPTIONS) };
}

function single(name: string): Json {
  return { get: answering("200", { $ref: refOf(name) }, ["$select", "$expand"]) };
}

const COUNT: Json = { get: answering("200", { type: "integer" }, ["$filter", "$search"]) };
const LINKS: Json = {
  get: answering("200", {
    type: "object",
    required: ["value"],
    properties: {
      "@odata.context": { type: "string" },
      value: {
        type: "array",
        items: { type: "object", required: ["@odata.id"], properties: { "@odata.id": { type: "string" } } },
      },
    },
    additionalProperties: false,
  }),
};
const LINK_BODY: Json = {
  type: "object",
  required: ["@odata.id"],
  properties: { "@odata.id": { type: "string" } },
  additionalProperties: false,
};

const KINDS = ["user", "group", "servicePrincipal", "administrativeUnit"];
const RELATIONS = [
  "/groups/{group-id}/members",
  "/groups/{group-id}/transitiveMembers",
  "/groups/{group-id}/owners",
  "/groups/{group-id}/memberOf",
  "/users/{user-id}/memberOf",
  "/servicePrincipals/{servicePrincipal-id}/memberOf",
  "/directory/administrativeUnits/{administrativeUnit-id}/members",
];

function relationPaths(): Json {
  const entries = RELATIONS.flatMap((path): [string, Json][] => [
    [path, listing("directoryObject")],
    [`${path}/$ref`, LINKS],
    ...KINDS.map((kind): [string, Json] => [`${path}/microsoft.graph.${kind}`, listing(kind)]),
  ]);
  return Object.fromEntries(entries);
}

const ROLES = "/roleManagement/directory";
const APPROVAL = `${ROLES}/roleAssignmentApprovals/{approval-id}`;
const ACCESS = "/identity/conditionalAccess";
const REGISTRATIONS = "/reports/authenticationMethods/userRegistrationDetails";

const PATHS: Json = {
  ...relationPaths(),
  "/groups/{group-id}/members/$ref": {
    ...LINKS,
    post: taking(LINK_BODY, answering("204", null)),
  },
  "/me": single("user"),
  "/users/$count": COUNT,
  "/groups/$count": COUNT,
  "/servicePrincipals/$count": COUNT,
  "/directory/administrativeUnits/$count": COUNT,
  "/users/{user-id}/sendMail": { post: taking(SEND_MAIL, answering("202", null)) },
  "/organization/{organization-id}": single("organization"),
  "/subscribedSkus/{subscribedSku-id}": single("subscribedSku"),
  [`${ROLES}/roleDefinitions`]: {
    post: taking(
      roleBody(["displayName", "rolePermissions"]),
      answering("201", { $ref: refOf("unifiedRoleDefinition") }),
    ),
  },
  [`${ROLES}/roleDefinitions/{unifiedRoleDefinition-id}`]: {
    patch: taking(roleBody([]), answering("204", null)),
    delete: answering("204", null),
  },
  [`${ROLES}/transitiveRoleAssignments`]: listing("unifiedRoleAssignment"),
  [APPROVAL]: { get: answering("200", { $ref: refOf("approvalOfRole") }, ["$select", "$expand"]) },
  [`${APPROVAL}/steps`]: { get: answering("200", listOf("approvalStage"), ["$select"]) },
  [`${APPROVAL}/steps/{approvalStep-id}`]: {
    get: answering("200", { $ref: refOf("approvalStage") }, ["$select"]),
    patch: taking(APPROVAL_DECISION, answering("204", null)),
  },
  "/policies/roleManagementPolicies/{unifiedRoleManagementPolicy-id}/effectiveRules": {
    get: answering("200", { $ref: refOf("unifiedRoleManagementPolicyRuleCollectionResponse") }),
  },
  [`${ACCESS}/authenticationContextClassReferences/{authenticationContextClassReference-id}`]: single(
    "authenticationContextClassReference",
  ),
  [`${ACCESS}/policies`]: listing("conditionalAccessPolicy"),
  [`${ACCESS}/policies/{conditionalAccessPolicy-id}`]: single("conditionalAccessPolicy"),
  [REGISTRATIONS]: listing("userRegistrationDetails"),
  [`${REGISTRATIONS}/{userRegistrationDetails-id}`]: single("userRegistrationDetails"),
};

/** The document with these paths. Resources that a contract of PIM has are taken from there. */
export const OWN_SURFACES: Json = { paths: PATHS, components: { schemas: OWN_SCHEMAS } };
