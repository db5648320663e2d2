import { FOR_A_DAY, GroupsClient, PIM } from "../../testing/groups.ts";
import { objectsAt } from "../../testing/json.ts";
import { codeOf } from "../../testing/lab.ts";
import { groupGrant } from "../../seed/groups.ts";
import type { Probe } from "./probe.ts";

/** Of quirks of PIM for Groups. */
export const GROUP_PROBES = {
  groupMinimumAge: {
    value: 1,
    look: async ({ lab }) => {
      const groups = new GroupsClient(lab);
      const grant = groupGrant(groups.personId, groups.groupId, "member");
      await lab.request("groupAssignment", "adminAssign", grant, FOR_A_DAY);
      return codeOf(await lab.request("groupAssignment", "adminRemove", grant));
    },
    without: undefined,
    struck: "ActiveDurationTooShort",
  },
  notOnboardedListed: {
    value: 1,
    look: async ({ lab }) => {
      const groups = new GroupsClient(lab);
      const filter = `groupId eq '${groups.roleGroupId}'`;
      const rows = await groups.rowsAt(`${PIM}/assignmentScheduleInstances?$filter=${filter}`);
      return rows.length > 0;
    },
    without: false,
    struck: true,
  },
  rotatingGroupPolicyIds: {
    value: 1,
    look: async ({ lab }) => {
      const groups = new GroupsClient(lab);
      const filter = `scopeId eq '${groups.roleGroupId}' and scopeType eq 'Group'`;
      const read = async (): Promise<readonly unknown[]> =>
        objectsAt(
          (await lab.graph("GET", `/policies/roleManagementPolicies?$filter=${filter}`)).body,
          "value",
        ).map(({ id }) => id);
      const before = await read();
      const grant = groupGrant(groups.personId, groups.roleGroupId, "member");
      await lab.request("groupEligibility", "adminAssign", grant, FOR_A_DAY);
      return (await read()).some((id) => before.includes(id));
    },
    without: true,
    struck: false,
  },
} as const satisfies Readonly<Record<string, Probe>>;
