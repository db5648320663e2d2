import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { describeWithSharedData } from "../../test/environment/shared-data.ts";
import { groupGrant } from "./seed/groups.ts";
import { roleIdOf } from "./seed/role-weights.ts";
import { accessRoleId } from "./state/group-access.ts";
import type { DocumentedExample } from "./testing/documented-examples.ts";
import { readDocumentedExamples } from "./testing/documented-examples.ts";
import { FOR_A_DAY } from "./testing/groups.ts";
import type { JsonObject } from "./testing/json.ts";
import { isJsonObject, parseObject, textAt } from "./testing/json.ts";
import type { Lab } from "./testing/lab.ts";
import { createLab, NO_END } from "./testing/lab.ts";

/** Depends on what is expanded or granted in the example, not on the call. */
const NOT_COMPARED = new Set(["principal", "roleDefinition", "targetSchedule", "rolePermissions"]);
/** In examples without being asked for, and in no answer that was measured. */
const ONLY_IN_EXAMPLES = new Set(["inheritsPermissionsFrom", "@odata.type", "@odata.id"]);

/** What the documented answer has and the given one lacks, as paths. */
function lacking(documented: unknown, given: unknown, at: string): string[] {
  if (Array.isArray(documented)) {
    if (!Array.isArray(given)) return [at];
    const [first]: unknown[] = documented;
    const [answer]: unknown[] = given;
    return first === undefined || answer === undefined ? [] : lacking(first, answer, `${at}[]`);
  }
  if (!isJsonObject(documented) || given === null) return [];
  if (!isJsonObject(given)) return [at];
  return Object.entries(documented)
    .filter(([name]) => !NOT_COMPARED.has(name))
    .filter(([name]) => name in given || !ONLY_IN_EXAMPLES.has(name))
    .flatMap(([name, value]) =>
      name in given ? lacking(value, given[name], `${at}.${name}`) : [`${at}.${name}`],
    );
}

/** The same schedule with an end that is still to come. */
function inTime(info: unknown): unknown {
  if (!isJsonObject(info)) return undefined;
  const later = JSON.stringify(info).replaceAll(/"20\d\d-/gu, '"2027-');
  return parseObject(later.replaceAll('"startDateTime":"2027', '"startDateTime":"2022'));
}

/** The ids of the examples, and what this tenant has in their place. */
async function findSubstitutes(lab: Lab): Promise<readonly (readonly [pattern: RegExp, value: string])[]> {
  const { tenant, facts } = lab;
  const [breakGlass = ""] = facts.breakGlassIds;
  const [eligible] = tenant.schedules.all("eligibility").values();
  const assigned = [...tenant.schedules.all("assignment").values()].find((row) => row.origin === "pim");
  const policy = tenant.policies.ofRole(roleIdOf("Global Administrator"));
  const [groupId = ""] = facts.onboardedGroupIds;
  const ofMembers = tenant.policies.ofRole(accessRoleId(groupId, "member"));
  const later = { scheduleInfo: { ...NO_END, startDateTime: "2027-01-01T00:00:00Z" } };
  const grant = {
    principalId: breakGlass,
    roleDefinitionId: roleIdOf("Reports Reader"),
    directoryScopeId: "/",
    appScopeId: null,
  };
  const activeInGroup = await lab.request(
    "groupAssignment",
    "adminAssign",
    groupGrant(breakGlass, groupId, "member"),
    {
      scheduleInfo: { ...FOR_A_DAY.scheduleInfo, startDateTime: "2027-01-01T00:00:00Z" },
    },
  );
  const active = await lab.request("assignment", "adminAssign", grant, later);
  const waiting = await lab.request("eligibility", "adminAssign", grant, later);
  return [
    [/(?<=roleAssignmentScheduleRequests\/)[0-9a-f-]{36}/u, textAt(active.body, "id")],
    [/(?<=roleEligibilityScheduleRequests\/)[0-9a-f-]{36}/u, textAt(waiting.body, "id")],
    [/(?<=roleAssignmentSchedules\/)[^/?]+/u, assigned?.id ?? ""],
    [/(?<=roleEligibilitySchedules\/)[^/?]+/u, eligible?.id ?? ""],
    [/(?<=roleAssignmentScheduleInstances\/)[^/?]+/u, assigned?.instanceId ?? ""],
    [/(?<=roleEligibilityScheduleInstances\/)[^/?]+/u, eligible?.instanceId ?? ""],
    [/(?<=roleAssignments\/)[^/?]+/u, assigned?.instanceId ?? ""],
    [/(?<=roleDefinitions\/)[^/?]+/u, roleIdOf("Groups Administrator")],
    [/(?<=Directory(?:Role)?_)[0-9a-f-]{36}_[0-9a-f-]{36}/u, `${tenant.id}_${policy?.guid ?? ""}`],
    [/(?<=Group_)[0-9a-f-]{36}_[0-9a-f-]{36}/u, `${groupId}_${ofMembers?.guid ?? ""}`],
    [/(?<=(?:groupId|scopeId) eq ')[0-9a-f-]{36}/u, groupId],
    [/(?<=group\/assignmentScheduleRequests\/)[0-9a-f-]{36}/u, textAt(activeInGroup.body, "id")],
    [/(?<=administrativeUnits\/)[0-9a-f-]{36}/u, tenant.directory.all("administrativeUnit")[0]?.id ?? ""],
    [/(?<=groups\/)[0-9a-f-]{36}/u, facts.roleGroupIds[0] ?? ""],
    [/(?<=users\/)[^/?]+/u, breakGlass],
    [/(?<=principalId eq ')[^']+/u, breakGlass],
  ];
}

/** The documented body with a group of this tenant, and somebody who is eligible for it or has nothing in it. */
function groupBodyInThisTenant(lab: Lab, body: JsonObject): JsonObject {
  const [groupId = ""] = lab.facts.onboardedGroupIds;
  const role = accessRoleId(groupId, String(body["accessId"]) === "owner" ? "owner" : "member");
  const [held] = lab.tenant.schedules.ofRole("groupEligibility", role).values();
  const isNew = String(body["action"]).toLowerCase() === "adminassign";
  const principalId = isNew ? lab.facts.globalAdministratorIds[0] : held?.principalId;
  return { ...body, groupId, principalId, scheduleInfo: inTime(body["scheduleInfo"]) };
}

/** The documented body with a principal, a role and a scope that this tenant has. */
function bodyInThisTenant(lab: Lab, body: JsonObject): JsonObject {
  if ("rules" in body || "isExpirationRequired" in body) return body;
  if ("groupId" in body) return groupBodyInThisTenant(lab, body);
  const [unit] = lab.tenant.directory.all("administrativeUnit");
  const [held] = lab.tenant.schedules.all("eligibility").values();
  const isAtUnit = String(body["directoryScopeId"]).startsWith("/administrativeUnits/");
  if (body["action"] === "adminRemove") {
    return { ...body, principalId: held?.principalId, roleDefinitionId: held?.roleDefinitionId };
  }
  return {
    ...body,
    principalId: lab.facts.globalAdministratorIds[0],
    roleDefinitionId: roleIdOf("Groups Administrator"),
    directoryScopeId: isAtUnit ? `/administrativeUnits/${unit?.id ?? ""}` : "/",
    ...("scheduleInfo" in body ? { scheduleInfo: inTime(body["scheduleInfo"]) } : {}),
  };
}

describeWithSharedData("Microsoft's documented requests", (folder) => {
  const examples = readDocumentedExamples(join(folder, "graph-examples.jsonl"));
  let lab: Lab;
  let substitutes: Awaited<ReturnType<typeof findSubstitutes>>;

  beforeEach(async () => {
    lab = await createLab();
    substitutes = await findSubstitutes(lab);
  });

  test("there are many of them for what is served", () => {
    expect(examples.length).toBeGreaterThan(40);
  });

  test.each(examples)(
    "$method $path is answered in the documented shape",
    async (example: DocumentedExample) => {
      let { path } = example;
      for (const [pattern, value] of substitutes) path = path.replace(pattern, value);
      const { requestBody } = example;
      const body = requestBody === null ? undefined : bodyInThisTenant(lab, requestBody);
      const answer = await lab.graph(example.method, path, body);
      expect([answer.status, answer.body["error"]]).toEqual([example.status, undefined]);
      expect(lacking(example.responseBody, answer.body, "")).toEqual([]);
    },
  );
});
