import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { objectsAt } from "../testing/json.ts";
import type { JsonObject } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab } from "../testing/lab.ts";
import { SMALL, smallInventory } from "../testing/small-inventory.ts";
import { checkInventory } from "./read-inventory.ts";

const ROLES = "/roleManagement/directory";
const given = smallInventory();

function byId<T extends { readonly id?: unknown }>(rows: readonly T[]): T[] {
  return rows.toSorted((one, other) => String(one.id).localeCompare(String(other.id)));
}

/** Everything that is wrong with a document. */
function problemsOf(document: object): readonly string[] {
  const reading = checkInventory(document);
  return reading.isOk ? [] : reading.problems;
}

function start(from: string, ...more: readonly string[]) {
  const main = join(import.meta.dirname, "../main.ts");
  return spawnSync(process.execPath, [main, "--from", from, ...more], { encoding: "utf8" });
}

describe("a tenant that is made from an inventory", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await createLab({ inventory: given });
  });

  const list = async (path: string): Promise<readonly JsonObject[]> =>
    objectsAt((await lab.graph("GET", path)).body, "value");
  test("lists every row as it was read, with its ids and times, in the list that had it and in no other", async () => {
    const instances = await list(`${ROLES}/roleAssignmentScheduleInstances`);
    expect(byId(instances)).toEqual(byId(given.assignments));
    const eligible = await list(`${ROLES}/roleEligibilityScheduleInstances`);
    expect(eligible).toEqual(given.eligibilities);
    const plain = await list(`${ROLES}/roleAssignments`);
    expect(byId(plain).map((row) => row["id"])).toEqual(byId(given.roleAssignments).map((row) => row.id));
    expect(
      (await lab.graph("GET", `${ROLES}/roleAssignmentScheduleInstances?$count=true`)).body,
    ).toMatchObject({ "@odata.count": given.assignments.length });
  });

  test("has its roles and no others, the own ones too, with the marks that they had", async () => {
    const { body } = await lab.graph("GET", `${ROLES}/roleDefinitions`, undefined, { version: "beta" });
    const names = ["id", "templateId", "displayName", "isBuiltIn", "isEnabled", "isPrivileged"];
    expect(
      objectsAt(body, "value").map((role) => Object.fromEntries(names.map((name) => [name, role[name]]))),
    ).toEqual(given.roles);
  });

  test("knows the principals as the directory showed them, and not those that it did not know", async () => {
    const ids = [SMALL.user, SMALL.group, SMALL.application, SMALL.device, SMALL.deleted];
    const { body } = await lab.graph("POST", "/directoryObjects/getByIds", { ids });
    expect(objectsAt(body, "value").map((row) => row["@odata.type"])).toEqual([
      "#microsoft.graph.user",
      "#microsoft.graph.group",
      "#microsoft.graph.servicePrincipal",
      "#microsoft.graph.directoryObject",
    ]);
    const select = "$select=id,accountEnabled,userType,department,onPremisesSyncEnabled";
    const user = (await lab.graph("GET", `/users/wei@FABRIKAM.example?${select}`)).body;
    expect(user).toMatchObject({
      id: SMALL.user,
      accountEnabled: false,
      userType: "Guest",
      department: "Service Desk",
      onPremisesSyncEnabled: false,
    });
  });

  test("lets what is limited to an application or a catalog be moved like everything else", async () => {
    const scopes = [
      { directoryScopeId: `/${SMALL.registration}`, appScopeId: null },
      { directoryScopeId: null, appScopeId: SMALL.catalog },
      { directoryScopeId: `/administrativeUnits/${SMALL.unit}`, appScopeId: null },
    ];
    for (const scope of scopes) {
      const grant = { principalId: SMALL.user, roleDefinitionId: SMALL.helpdesk, ...scope };
      expect((await lab.request("eligibility", "adminAssign", grant)).status).toBe(201);
    }
  });

  test("does not let PIM remove what comes through a group, or what only the plain list has", async () => {
    const grant = { principalId: SMALL.user, directoryScopeId: "/", appScopeId: null };
    for (const roleDefinitionId of [SMALL.helpdesk, given.roles[0]?.id ?? ""]) {
      const answer = await lab.request("assignment", "adminRemove", { ...grant, roleDefinitionId });
      expect(codeOf(answer)).toBe("RoleAssignmentDoesNotExist");
    }
  });

  test("lets activations and assignments end in their time", async () => {
    await lab.pass("PT5H");
    const ids = (await list(`${ROLES}/roleAssignmentScheduleInstances`)).map((row) => row["id"]);
    expect(ids).not.toContain("activation-1");
    expect(ids).toContain("timeBound-1");
  });

  test("tells in its audits what is done to it", async () => {
    const grant = { principalId: SMALL.user, roleDefinitionId: SMALL.helpdesk, directoryScopeId: "/" };
    await lab.request("eligibility", "adminAssign", { ...grant, appScopeId: null });
    const path = `/auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '${SMALL.user}')`;
    expect((await list(path)).length).toBeGreaterThan(0);
  });
});

describe("an inventory's file", () => {
  test("that is as the schema says is taken; one without a list is not", () => {
    expect(checkInventory(given)).toEqual({ isOk: true, inventory: given });
    for (const name of Object.keys(given)) {
      const rest = Object.fromEntries(Object.entries(given).filter(([other]) => other !== name));
      expect(problemsOf(rest)).toEqual([`/${name}: is missing`]);
    }
  });

  test("is refused with every problem at once, each with its place", () => {
    const [first, second, third, ...others] = given.assignments;
    const { readAt: _readAt, ...rest } = given;
    const problems = problemsOf({
      ...rest,
      version: 2,
      secrets: [],
      assignments: [
        { ...first, appScopeId: "/too" },
        { ...second, endDateTime: "tomorrow" },
        { ...third, assignmentType: "Standing", "a/b": 1 },
        ...others,
      ],
      principals: [
        { ...given.principals[0], userPrincipalName: null, isDynamic: false },
        { ...given.principals[1], lastSignIn: { isKnown: true } },
        { ...given.principals[3], department: "Desk", lastSignIn: { isKnown: true, at: null } },
        { ...given.principals[4], type: "computer" },
      ],
      licences: [{ ...given.licences[0], id: "E5", enabledUnits: -1 }],
      conditionalAccessPolicies: [{ ...given.conditionalAccessPolicies[0], state: "on", includeRoles: null }],
      groupMembers: [{ ...given.groupMembers[0], userIds: ["Wei"] }],
      mfaRegistrations: [{ ...given.mfaRegistrations[0], isMfaRegistered: null }],
    });
    const places = problems.map((problem) => problem.split(":")[0]);
    for (const place of [
      "/version",
      "/secrets",
      "/readAt",
      "/assignments/0/appScopeId",
      "/assignments/1/endDateTime",
      "/assignments/2/assignmentType",
      "/assignments/2/a~1b",
      "/principals/0/userPrincipalName",
      "/principals/0/isDynamic",
      "/principals/1/lastSignIn/at",
      "/principals/2/department",
      "/principals/2/lastSignIn/isKnown",
      "/principals/3",
      "/licences/0/id",
      "/licences/0/enabledUnits",
      "/conditionalAccessPolicies/0/state",
      "/conditionalAccessPolicies/0/includeRoles",
      "/groupMembers/0/userIds/0",
      "/mfaRegistrations/0/isMfaRegistered",
    ]) {
      expect(places).toContain(place);
    }
  });

  test("is refused when an id occurs twice in a list, whichever it is", () => {
    for (const [name, rows] of Object.entries(given)) {
      if (!Array.isArray(rows)) continue;
      expect(problemsOf({ ...given, [name]: [...rows, rows[0]] })).toContainEqual(
        expect.stringMatching(`^/${name}/${rows.length}/id: .* is there already$`),
      );
    }
  });

  test("with problems ends the process with 2 and tells them all; so does a file that is not there", () => {
    const folder = mkdtempSync(join(tmpdir(), "simulator-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "inventory.json");
    writeFileSync(path, JSON.stringify({ ...given, version: 2, tenantId: "mine" }));
    const wrong = start(path);
    expect([wrong.status, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain(`${path}/version: must be 1\n`);
    expect(wrong.stderr).toContain(`${path}/tenantId: `);
    expect(start(join(folder, "none.json")).status).toBe(2);
    expect(start(path, "--admins", "5").stderr).toContain("--admins cannot be given together with --from");
  }, 30_000);
});
