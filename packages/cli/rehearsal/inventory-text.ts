import type { InventoryDocument, PrincipalDocument, RoleDocument } from "@standdown/contracts";
import { eachPage, type Page, type PageQuery, type StanddownClient } from "../client/client.ts";
import { valueOf, type Answer } from "../client/answer.ts";

type Rows = (page: PageQuery) => Promise<Answer<Page<object>>>;

/** What the file holds of each, of all that was read. */
const ROLE_FIELDS = [
  "id",
  "templateId",
  "displayName",
  "isBuiltIn",
  "isEnabled",
] as const satisfies readonly (keyof RoleDocument)[];
const PRINCIPAL_FIELDS = [
  "id",
  "type",
  "displayName",
  "userPrincipalName",
  "accountEnabled",
  "userType",
  "department",
  "onPremisesSyncEnabled",
  "isAssignableToRole",
  "appId",
] as const satisfies readonly (keyof PrincipalDocument)[];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  roles: ROLE_FIELDS,
  principals: PRINCIPAL_FIELDS,
};

/**
 * The text of an inventory's file, piece by piece: one JSON object, each row on a line of its own. It holds names and
 * what everybody holds, and nothing secret. The README of the simulated tenant documents it.
 */
export async function* inventoryText(
  client: StanddownClient,
  { id, tenantId, createdAt }: InventoryDocument,
): AsyncGenerator<string> {
  const lists: Readonly<Record<string, Rows>> = {
    roles: (page) => client.listRoles(id, page),
    principals: (page) => client.listPrincipals(id, page),
    administrativeUnits: (page) => client.listAdministrativeUnits(id, page),
    roleAssignments: (page) => client.listRoleAssignments(id, page),
    assignments: (page) => client.listAssignments(id, page),
    eligibilities: (page) => client.listEligibilities(id, page),
  };
  const head = JSON.stringify({ kind: "TenantInventory", version: 1, tenantId, readAt: createdAt }, null, 2);
  yield head.slice(0, -"\n}".length);
  for (const [name, list] of Object.entries(lists)) {
    yield `,\n  ${JSON.stringify(name)}: [`;
    let isFirst = true;
    const fields = FIELDS[name] === undefined ? null : [...FIELDS[name]];
    for await (const page of eachPage(list)) {
      const rows = valueOf(page);
      if (rows.length === 0) continue;
      yield `${isFirst ? "" : ","}${rows.map((row) => `\n    ${JSON.stringify(row, fields)}`).join(",")}`;
      isFirst = false;
    }
    yield isFirst ? "]" : "\n  ]";
  }
  yield "\n}\n";
}
