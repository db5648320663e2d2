import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { NOT_EXPANDED, NOT_SERVED_YET } from "../testing/contract-tables.ts";
import { ContractWalk } from "../testing/contract-walk.ts";
import type { DocumentedExample } from "../testing/documented-examples.ts";
import { readDocumentedExamples } from "../testing/documented-examples.ts";
import { lacking } from "../testing/example-shape.ts";
import { bodyInThisTenant, howInThisTenant, pathInThisTenant } from "../testing/example-substitutes.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab, NO_END } from "../testing/lab.ts";
import { LEFT_OUT, reasonFor } from "../testing/left-out-examples.ts";
import { readContractFile } from "./contract-file.ts";
import type { Finding } from "./contract.ts";
import { nameOf } from "./document.ts";

/** So many examples there are; a file with more or fewer is another one. */
const EXAMPLE_COUNT = 195;

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

/** What counts against the simulator: a wrong answer, and success for a request that the contract does not have. */
function mistakesIn(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ side, status }) => side === "answer" || status < 300);
}

/** How often each reason applies. */
function because(reasons: readonly string[]): string {
  return [...new Set(reasons)]
    .map((one) => `${reasons.filter((other) => other === one).length} ${one}`)
    .join("; ");
}

describeWithSharedData("the contract", (folder) => {
  const contract = readContractFile(join(folder, "pim-openapi.json"));
  const { operations } = contract.document;
  const examples = readDocumentedExamples(join(folder, "graph-examples.jsonl"));
  const replayed = examples.filter((example) => reasonFor(example) === null);
  const leftOut = examples.filter((example) => reasonFor(example) !== null);
  const tally = { paths: 0, examples: 0, emptyLists: 0, expansions: 0 };

  afterAll(() => {
    const { requests, answers } = contract.counts;
    console.log(
      `The contract: ${tally.paths} of ${operations.length} paths, ${requests} requests, ${answers} answers and ` +
        `${tally.examples} of ${examples.length} examples checked (${tally.emptyLists} of these found an empty list). ` +
        `Paths left out: ${because(Object.values(NOT_SERVED_YET))}. Expansions left out: ${tally.expansions} ` +
        `${NOT_EXPANDED}. Examples left out: ${because(leftOut.map((one) => reasonFor(one) ?? ""))}.`,
    );
  });

  describe("path by path", () => {
    test.each(operations.map((operation) => [nameOf(operation), operation] as const))(
      "%s is served as documented, in every way it can be asked, or stands in the table of what is not",
      async (name, operation) => {
        const lab = await createLab({ contract, rolePageSize: 50, directoryPageSize: 20 });
        await makeMore(lab);
        const before = contract.findings.length;
        const walk = new ContractWalk(lab, operations);
        const { path, answer } = await walk.happyPath(operation);
        const isServed = NOT_SERVED_YET[name] === undefined;
        const error = isServed ? undefined : expect.anything();
        expect([name, answer.status < 300, answer.body["error"]]).toEqual([name, isServed, error]);
        if (isServed) {
          if (operation.method === "GET") await walk.driveRead(operation, path);
          await walk.driveUnknownId(operation, path);
          tally.paths += 1;
          tally.expansions += walk.leftOutExpandCount;
        }
        expect(mistakesIn(contract.findings.slice(before))).toEqual([]);
      },
    );

    test("has a table of what is not served that names only paths of the contract", () => {
      const names = new Set(operations.map(nameOf));
      expect(Object.keys(NOT_SERVED_YET).filter((name) => !names.has(name))).toEqual([]);
    });
  });

  describe("example by example", () => {
    test("has each of them replayed or left out with a reason, and no reason that stands for nothing", () => {
      expect(examples).toHaveLength(EXAMPLE_COUNT);
      expect(new Set(examples.map(({ name }) => name)).size).toBe(EXAMPLE_COUNT);
      expect(replayed.length + leftOut.length).toBe(EXAMPLE_COUNT);
      const used = new Set(leftOut.map(reasonFor));
      expect(LEFT_OUT.map(({ reason }) => reason).filter((reason) => !used.has(reason))).toEqual([]);
    });

    test.each(replayed)(
      "$name: $method $path is answered with the documented status and shape",
      async (example: DocumentedExample) => {
        const lab = await createLab({ contract });
        const path = await pathInThisTenant(lab, example);
        const { requestBody, method, status, responseBody } = example;
        if (status === 429) {
          await lab.control("POST", "/faults", { match: { pathContains: "/users" }, kind: "429" });
        }
        const before = contract.findings.length;
        const body = requestBody === null ? undefined : bodyInThisTenant(lab, requestBody);
        const answer = await lab.graph(method, path, body, howInThisTenant(lab, example));
        expect([answer.status, status < 400 ? answer.body["error"] : undefined]).toEqual([status, undefined]);
        expect(lacking(responseBody, answer.body, "")).toEqual([]);
        // Requests of examples write words such as `AdminAssign` in a case that the contract does not, as anybody may.
        expect(contract.findings.slice(before).filter(({ side }) => side === "answer")).toEqual([]);
        tally.examples += 1;
        if (JSON.stringify(answer.body["value"]) === "[]") tally.emptyLists += 1;
      },
    );
  });
});
