import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { NOT_EXPANDED, NOT_SERVED_YET } from "../testing/contract-tables.ts";
import { ContractWalk } from "../testing/contract-walk.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab, NO_END } from "../testing/lab.ts";
import { readContractFile } from "./contract-file.ts";
import { nameOf } from "./document.ts";

/** Requests that wait for their start, and a role that nobody holds: something to list, to take back and to delete. */
async function makeMore(lab: Lab): Promise<void> {
  await lab.graph("POST", "/roleManagement/directory/roleDefinitions", {
    displayName: "Held by nobody",
    rolePermissions: [{ allowedResourceActions: ["microsoft.directory/applications/basic/read"] }],
  });
  const [roleDefinitionId = ""] = lab.facts.customRoleIds.slice(1);
  const later = { scheduleInfo: { ...NO_END, startDateTime: "2027-01-01T00:00:00Z" } };
  for (const principalId of lab.facts.globalAdministratorIds.slice(0, 2)) {
    const grant = { principalId, roleDefinitionId, directoryScopeId: "/", appScopeId: null };
    await lab.request("assignment", "adminAssign", grant, later);
    await lab.request("eligibility", "adminAssign", grant, later);
  }
}

describeWithSharedData("the contract, path by path", (folder) => {
  const contract = readContractFile(join(folder, "pim-openapi.json"));
  const { operations } = contract.document;
  const leftOut = new Map<string, number>();
  let expandCount = 0;
  let drivenCount = 0;

  afterAll(() => {
    const { requests, answers } = contract.counts;
    const reasons = [...leftOut].map(([reason, count]) => `${count} because ${reason}`);
    console.log(
      `The contract: ${drivenCount} of ${operations.length} paths driven, ${requests} requests and ${answers} answers ` +
        `checked; left out: ${[...reasons, `${expandCount} expansions (${NOT_EXPANDED})`].join(", ")}.`,
    );
  });

  test.each(operations.map((operation) => [nameOf(operation), operation] as const))(
    "%s is served as documented, in every way it can be asked, or stands in the table of what is not",
    async (name, operation) => {
      const lab = await createLab({ contract, rolePageSize: 50, directoryPageSize: 20 });
      await makeMore(lab);
      const before = contract.findings.length;
      const walk = new ContractWalk(lab, operations);
      const { path, answer } = await walk.happyPath(operation);
      const reason = NOT_SERVED_YET[name];
      expect([name, answer.status < 300, answer.body["error"]]).toEqual([
        name,
        reason === undefined,
        reason === undefined ? undefined : expect.anything(),
      ]);
      if (reason === undefined) {
        drivenCount += 1;
        if (operation.method === "GET") await walk.driveRead(operation, path);
        await walk.driveUnknownId(operation, path);
        expandCount += walk.leftOutExpandCount;
      } else leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
      const findings = contract.findings.slice(before);
      expect(findings.filter(({ side }) => side === "answer")).toEqual([]);
      expect(findings.filter(({ status }) => status < 300)).toEqual([]);
    },
  );

  describe("the table of what is not served", () => {
    test("names only paths of the contract", () => {
      const names = new Set(operations.map(nameOf));
      expect(Object.keys(NOT_SERVED_YET).filter((name) => !names.has(name))).toEqual([]);
    });
  });
});
