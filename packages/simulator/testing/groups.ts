import type { JsonObject } from "./json.ts";
import { objectsAt, textAt } from "./json.ts";
import type { Lab } from "./lab.ts";

/** Where PIM for Groups is. */
export const PIM = "/identityGovernance/privilegedAccess/group";

/** A time that the settings of a group allow. */
export const FOR_A_DAY = { scheduleInfo: { expiration: { type: "AfterDuration", duration: "P1D" } } };

/** The same, some time from now. */
export const LATER_FOR_A_DAY = {
  scheduleInfo: { ...FOR_A_DAY.scheduleInfo, startDateTime: "2027-01-01T00:00:00Z" },
};

/** What tests of PIM for Groups ask again and again. */
export class GroupsClient {
  readonly #lab: Lab;
  /** Of a group that is in PIM. */
  readonly groupId: string;
  /** Of one that can hold roles and is not in PIM. */
  readonly roleGroupId: string;
  /** Of somebody who is in none of them. */
  readonly personId: string;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.groupId = lab.facts.onboardedGroupIds[0] ?? "";
    this.roleGroupId = lab.facts.roleGroupIds[0] ?? "";
    this.personId = lab.facts.globalAdministratorIds[0] ?? "";
  }

  /** A list that must be given. */
  async rowsAt(path: string): Promise<readonly JsonObject[]> {
    const answer = await this.#lab.graph("GET", path);
    if (answer.status !== 200) throw new Error(`${path} is answered with ${answer.status}.`);
    return objectsAt(answer.body, "value");
  }

  /** The rows of one person in a collection, of the group that is in PIM. */
  async rowsOf(collection: string, principalId: string): Promise<readonly JsonObject[]> {
    const filter = `groupId eq '${this.groupId}' and principalId eq '${principalId}'`;
    return this.rowsAt(`${PIM}/${collection}?$filter=${filter}`);
  }

  async idsIn(groupId: string, of: "members" | "owners"): Promise<readonly string[]> {
    return (await this.rowsAt(`/groups/${groupId}/${of}`)).map((row) => textAt(row, "id"));
  }
}
