import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { NOT_EXPANDED } from "../testing/contract-tables.ts";
import { ContractWalk } from "../testing/contract-walk.ts";
import type { DocumentedExample } from "../testing/documented-examples.ts";
import { readDocumentedExamples } from "../testing/documented-examples.ts";
import { lacking } from "../testing/example-shape.ts";
import { bodyInThisTenant, howInThisTenant, pathInThisTenant } from "../testing/example-substitutes.ts";
import { LATER_FOR_A_DAY } from "../testing/groups.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab, grantOf, NO_END } from "../testing/lab.ts";
import { LEFT_OUT, reasonFor } from "../testing/left-out-examples.ts";
import { changeOf } from "../testing/settings.ts";
import { groupGrant } from "../seed/groups.ts";
import { GROUP_SIDES } from "../state/sides.ts";
import { readContractFile } from "./contract-file.ts";
import type { Finding } from "./contract.ts";
import { nameOf } from "./document.ts";

/** So many examples there are; a file with more or fewer is another one. */
const EXAMPLE_COUNT = 195;

/** An activation that waits for somebody's approval. */
async function awaitApproval(lab: Lab): Promise<void> {
  const [principalId = ""] = lab.facts.onlyEligibleIds;
  const [row] = lab.tenant.schedules.ofPrincipal("eligibility", principalId).values();
  if (row === undefined) throw new Error("No one is only eligible.");
  await lab.control(
    "PATCH",
    `/role-settings/${row.roleDefinitionId}/rules/Approval_EndUser_Assignment`,
    changeOf("Approval_EndUser_Assignment", lab.facts.breakGlassIds[0]),
  );
  await lab.control("POST", "/activations", { ...grantOf(row), duration: "PT2H" });
}

/** Requests that wait, and a role that nobody holds: something to list, to decide, to take back and to delete. */
async function makeMore(lab: Lab): Promise<void> {
  await awaitApproval(lab);
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
    const member = groupGrant(principalId, lab.facts.onboardedGroupIds[0] ?? "", "member");
    for (const side of GROUP_SIDES) await lab.request(side, "adminAssign", member, LATER_FOR_A_DAY);
  }
}

/** A path with nothing in the place of its ids: `/groups/{}/members`. */
function withoutNames(path: string): string {
  return path.replaceAll(/:[^/]+|\{[^}]+\}/gu, "{}").toLowerCase();
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
        `Expansions left out: ${tally.expansions} ${NOT_EXPANDED}. Examples left out: ${because(leftOut.map((one) => reasonFor(one) ?? ""))}.`,
    );
  });

  describe("path by path", () => {
    test.each(operations.map((operation) => [nameOf(operation), operation] as const))(
      "%s is served as documented, in every way it can be asked",
      async (name, operation) => {
        const lab = await createLab({ contract, rolePageSize: 50, directoryPageSize: 20 });
        await makeMore(lab);
        const before = contract.findings.length;
        const walk = new ContractWalk(lab, operations);
        const { path, answer } = await walk.happyPath(operation);
        expect([name, answer.status < 300, answer.body["error"]]).toEqual([name, true, undefined]);
        if (operation.method === "GET") await walk.driveRead(operation, path);
        await walk.driveUnknownId(operation, path);
        tally.paths += 1;
        tally.expansions += walk.leftOutExpandCount;
        expect(mistakesIn(contract.findings.slice(before))).toEqual([]);
      },
    );

    test("nothing is served that the contract does not have", async () => {
      const lab = await createLab({ adminCount: 5 });
      const routes = new Set<string>();
      lab.app.addHook("onRoute", ({ method, url }) => {
        const path = /^\/(?:v1\.0|beta)(?<path>\/.*)$/u.exec(url)?.groups?.["path"];
        const named = [method].flat().filter((one) => one !== "HEAD");
        if (path !== undefined) for (const one of named) routes.add(`${one} ${withoutNames(path)}`);
      });
      await lab.app.ready();
      const known = new Set(operations.map(({ method, path }) => `${method} ${withoutNames(path)}`));
      expect(routes.size).toBeGreaterThan(100);
      expect([...routes].filter((route) => !known.has(route))).toEqual([]);
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
        const body = requestBody === null ? null : bodyInThisTenant(lab, requestBody);
        const answer = await lab.graph(method, path, body ?? undefined, howInThisTenant(lab, example, body));
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
