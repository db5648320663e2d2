import type { Grant, Schedule, Side } from "../../state/schedule.ts";
import { isSameGrant } from "../../state/schedule.ts";
import { objectsAt, textAt } from "../../testing/json.ts";
import type { Answer, Lab } from "../../testing/lab.ts";
import { codeOf, findStanding, grantOf } from "../../testing/lab.ts";

/** A quirk switched on alone, what is then seen, and what is seen without it. */
export interface Probe {
  readonly value: number;
  readonly look: (scene: Scene) => Promise<unknown>;
  readonly without: unknown;
  readonly struck: unknown;
}

/** A status of PIM, or the code of a refusal. */
export function told(answer: Answer): string {
  return String(codeOf(answer) ?? answer.body["status"]);
}

/** A tenant, one person in it, and what is done to and seen of them. */
export class Scene {
  readonly lab: Lab;
  /** Standing access of a person at the tenant, made outside PIM. */
  readonly row: Schedule;

  constructor(lab: Lab) {
    this.lab = lab;
    this.row = findStanding(
      lab,
      ({ directoryScopeId, origin }) => directoryScopeId === "/" && origin === "outsidePim",
    );
  }

  /** Makes the person eligible for what they hold. */
  grant(): Promise<Answer> {
    return this.lab.request("eligibility", "adminAssign", this.row);
  }

  /** Takes the standing access away. */
  remove(): Promise<Answer> {
    return this.lab.request("assignment", "adminRemove", this.row);
  }

  /** What is really held. */
  holds(side: Side, grant: Grant = this.row, assignmentType = "Assigned"): boolean {
    return [...this.lab.tenant.schedules.ofPrincipal(side, grant.principalId).values()].some(
      (other) => isSameGrant(other, grant) && other.assignmentType === assignmentType,
    );
  }

  /** How many rows the first page of a list shows. */
  async list(path: string): Promise<number> {
    const answer = await this.lab.graph("GET", `/roleManagement/directory/${path}`);
    return objectsAt(answer.body, "value").length;
  }

  /** How many eligible rows of the person a list shows. */
  listEligible(): Promise<number> {
    return this.list(`roleEligibilitySchedules?$filter=principalId eq '${this.row.principalId}'`);
  }

  /** How many entries the audits have of the person. */
  async countAudits(): Promise<number> {
    const path = `/auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '${this.row.principalId}')`;
    return objectsAt((await this.lab.graph("GET", path)).body, "value").length;
  }

  /** Makes a user, group or unit; answers with its id. */
  async make(path: string, more: object = {}): Promise<string> {
    return textAt((await this.lab.control("POST", path, { displayName: "New One", ...more })).body, "id");
  }

  /** Makes a role of the tenant's own through Graph; answers with its id. */
  async makeRole(): Promise<string> {
    const made = await this.lab.graph("POST", "/roleManagement/directory/roleDefinitions", {
      displayName: "New Role",
      rolePermissions: [{ allowedResourceActions: ["microsoft.directory/applications/basic/read"] }],
    });
    return textAt(made.body, "id");
  }

  /** Somebody who is eligible and holds nothing standing. */
  eligibleOnly(): Grant {
    const [id = ""] = this.lab.facts.onlyEligibleIds;
    const [found] = this.lab.tenant.schedules.ofPrincipal("eligibility", id).values();
    if (found === undefined) throw new Error("No one is only eligible.");
    return grantOf(found);
  }
}
