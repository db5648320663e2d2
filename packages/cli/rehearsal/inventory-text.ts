import type { InventoryDocument } from "@standdown/contracts";
import { INVENTORY_KINDS, type InventoryPage } from "@standdown/domain";
import { eachPage, type Page, type PageQuery, type StanddownClient } from "../client/client.ts";
import { valueOf, type Answer } from "../client/answer.ts";

type Rows = (page: PageQuery) => Promise<Answer<Page<object>>>;

/**
 * The text of an inventory's file, piece by piece: one JSON object with a list of each kind, all that a plan is compiled
 * from, each row on a line of its own as the api answers it. It holds names and what everybody holds, and nothing
 * secret. The README of the simulated tenant documents it.
 */
export async function* inventoryText(
  client: StanddownClient,
  { id, tenantId, createdAt }: InventoryDocument,
): AsyncGenerator<string> {
  const lists: Readonly<Record<InventoryPage["kind"], Rows>> = {
    roles: (page) => client.listRoles(id, page),
    administrativeUnits: (page) => client.listAdministrativeUnits(id, page),
    licences: (page) => client.listLicences(id, page),
    conditionalAccessPolicies: (page) => client.listConditionalAccessPolicies(id, page),
    roleSettings: (page) => client.listRoleSettings(id, page),
    roleAssignments: (page) => client.listRoleAssignments(id, page),
    assignments: (page) => client.listAssignments(id, page),
    eligibilities: (page) => client.listEligibilities(id, page),
    principals: (page) => client.listPrincipals(id, page),
    groupMembers: (page) => client.listGroupMembers(id, page),
    mfaRegistrations: (page) => client.listMfaRegistrations(id, page),
  };
  const head = JSON.stringify({ kind: "TenantInventory", version: 1, tenantId, readAt: createdAt }, null, 2);
  yield head.slice(0, -"\n}".length);
  for (const kind of INVENTORY_KINDS) {
    yield `,\n  ${JSON.stringify(kind)}: [`;
    let isFirst = true;
    for await (const page of eachPage(lists[kind])) {
      const rows = valueOf(page);
      if (rows.length === 0) continue;
      yield `${isFirst ? "" : ","}${rows.map((row) => `\n    ${JSON.stringify(row)}`).join(",")}`;
      isFirst = false;
    }
    yield isFirst ? "]" : "\n  ]";
  }
  yield "\n}\n";
}
