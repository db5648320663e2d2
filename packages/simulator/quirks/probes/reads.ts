import { expect } from "vitest";
import type { Grant } from "../../state/schedule.ts";
import { objectsAt } from "../../testing/json.ts";
import { grantOf } from "../../testing/lab.ts";
import type { Probe } from "./probe.ts";
import { told } from "./probe.ts";

const ASSIGNMENTS = "/roleManagement/directory/roleAssignments";
const GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";

/** Of quirks that show in what is read. */
export const READ_PROBES = {
  staleReads: {
    value: 8000,
    look: async (scene) => {
      await scene.grant();
      const atOnce = await scene.listEligible();
      await scene.lab.pass("PT8S");
      return [atOnce, await scene.listEligible()];
    },
    without: [1, 1],
    struck: [0, 1],
  },
  flappingReads: {
    value: 8000,
    look: async (scene) => {
      await scene.grant();
      const reads = [await scene.listEligible(), await scene.listEligible(), await scene.listEligible()];
      await scene.lab.request("eligibility", "adminRemove", scene.row);
      reads.push(await scene.listEligible(), await scene.listEligible());
      await scene.lab.pass("PT8S");
      return [...reads, await scene.listEligible()];
    },
    without: [1, 1, 1, 0, 0, 0],
    struck: [0, 1, 0, 1, 0, 0],
  },
  newUnknownToPim: {
    value: 60_000,
    look: async (scene) => {
      const person = { ...grantOf(scene.row), principalId: await scene.make("/users") };
      const unit = `/administrativeUnits/${await scene.make("/administrative-units")}`;
      const atUnit = { ...grantOf(scene.row), directoryScopeId: unit };
      const ask = async (wanted: Grant): Promise<string> =>
        told(await scene.lab.request("eligibility", "adminAssign", wanted));
      const answers = [await ask(person), await ask(atUnit)];
      answers.push(await ask({ ...grantOf(scene.row), roleDefinitionId: await scene.makeRole() }));
      await scene.lab.pass("PT1M");
      return [...answers, await ask(scene.eligibleOnly()), await ask({ ...person, directoryScopeId: unit })];
    },
    without: ["Provisioned", "Provisioned", "Provisioned", "RoleAssignmentExists", "Provisioned"],
    struck: ["SubjectNotFound", "ResourceNotFound", "RoleNotFound", "RoleAssignmentExists", "Provisioned"],
  },
  newUnknownToDirectory: {
    value: 5000,
    look: async (scene) => {
      const path = `/users/${await scene.make("/users")}`;
      const atOnce = await scene.lab.graph("GET", path);
      await scene.lab.pass("PT5S");
      return [atOnce.status, (await scene.lab.graph("GET", path)).status];
    },
    without: [200, 200],
    struck: [404, 200],
  },
  listsDisagree: {
    value: 1,
    look: async (scene) => {
      const count = [...scene.lab.tenant.schedules.all("assignment").values()].length;
      const plain = await scene.list("roleAssignments");
      const instances = await scene.list("roleAssignmentScheduleInstances");
      return [plain === count, instances === count, plain + instances === count];
    },
    without: [true, true, false],
    struck: [false, false, true],
  },
  smallPages: {
    value: 3,
    look: async (scene) => [
      (await scene.list("roleAssignments")) === 3,
      (await scene.list("roleAssignmentSchedules?$top=50")) === 3,
    ],
    without: [false, false],
    struck: [true, true],
  },
  emptyPages: {
    value: 1,
    look: async (scene) => {
      const first = await scene.lab.graph("GET", "/roleManagement/directory/roleAssignments?$top=2");
      const next = new URL(String(first.body["@odata.nextLink"]));
      const path = `${next.pathname.replace("/v1.0", "")}${next.search}`;
      const second = await scene.lab.graph("GET", path);
      return [objectsAt(first.body, "value").length, objectsAt(second.body, "value").length];
    },
    without: [2, 2],
    struck: [0, 2],
  },
  requestsPurged: {
    value: 24 * 60 * 60 * 1000,
    look: async (scene) => {
      await scene.grant();
      const path = `roleEligibilityScheduleRequests?$filter=principalId eq '${scene.row.principalId}'`;
      const atOnce = await scene.list(path);
      await scene.lab.pass("P1D");
      return [atOnce, await scene.list(path)];
    },
    without: [1, 1],
    struck: [1, 0],
  },
  auditDelay: {
    value: 180_000,
    look: async (scene) => {
      await scene.grant();
      const atOnce = await scene.countAudits();
      await scene.lab.pass("PT3M");
      return [atOnce, await scene.countAudits()];
    },
    without: [2, 2],
    struck: [0, 2],
  },
  createdByApplication: {
    value: 1,
    look: async (scene) => (await scene.grant()).body["createdBy"],
    without: { application: null, device: null, user: expect.objectContaining({ displayName: null }) },
    struck: { application: expect.objectContaining({ displayName: null }), device: null, user: null },
  },
  rolesOfApplications: {
    value: 1,
    look: async ({ lab }) => {
      const grant = { principalId: lab.facts.callerId, directoryScopeId: "/" };
      await lab.control("PUT", "/permissions", { granted: [] });
      const accessToken = await lab.applicationToken();
      const seen: number[] = [];
      for (const roleDefinitionId of [GLOBAL_READER, PRIVILEGED_ROLE_ADMINISTRATOR]) {
        const give = { principalId: lab.facts.microsoftAccountId, roleDefinitionId: GLOBAL_READER };
        await lab.control("POST", "/outside-pim/assignments", { ...grant, roleDefinitionId });
        const read = await lab.graph("GET", ASSIGNMENTS, undefined, { accessToken });
        const write = await lab.graph("POST", ASSIGNMENTS, { ...grant, ...give }, { accessToken });
        seen.push(read.status, write.status);
      }
      return [...seen, (await lab.graph("GET", "/users", undefined, { accessToken })).status];
    },
    without: [403, 403, 403, 403, 403],
    struck: [200, 403, 200, 201, 403],
  },
} as const satisfies Readonly<Record<string, Probe>>;
