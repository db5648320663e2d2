import { subscribedSkus } from "../collections/licences.ts";
import { roleIdOf } from "../seed/role-weights.ts";
import { groupGrant } from "../seed/groups.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { DocumentedExample } from "./documented-examples.ts";
import { LATER_FOR_A_DAY } from "./groups.ts";
import type { JsonObject } from "./json.ts";
import { isJsonObject, parseObject, textAt } from "./json.ts";
import type { How, Lab } from "./lab.ts";
import { idsInGroup } from "../state/group-members.ts";
import { personInPortal } from "../state/actor.ts";
import { NO_END } from "./lab.ts";

type Substitutes = readonly (readonly [pattern: RegExp, value: string])[];

/** The same schedule with an end that is still to come. */
function inTime(info: unknown, endDate = "2029-01-01"): unknown {
  if (!isJsonObject(info)) return undefined;
  const later = JSON.stringify(info).replaceAll(/(?<="endDateTime":")[\d-]{10}/gu, endDate);
  return parseObject(later.replaceAll(/(?<="startDateTime":")\d{4}/gu, "2022"));
}

/** A role that nobody holds, made for the examples that change or delete one. */
async function makeRole(lab: Lab): Promise<string> {
  const made = await lab.graph("POST", "/roleManagement/directory/roleDefinitions", {
    displayName: "Held by nobody",
    rolePermissions: [{ allowedResourceActions: ["microsoft.directory/applications/basic/read"] }],
  });
  return textAt(made.body, "id");
}

async function requestSubstitutes(lab: Lab): Promise<Substitutes> {
  const later = { scheduleInfo: { ...NO_END, startDateTime: "2027-01-01T00:00:00Z" } };
  const grant = {
    principalId: lab.facts.breakGlassIds[0] ?? "",
    roleDefinitionId: roleIdOf("Reports Reader"),
    directoryScopeId: "/",
    appScopeId: null,
  };
  const active = await lab.request("assignment", "adminAssign", grant, later);
  const waiting = await lab.request("eligibility", "adminAssign", grant, later);
  const member = groupGrant(grant.principalId, lab.facts.onboardedGroupIds[0] ?? "", "member");
  const inGroup = await lab.request("groupAssignment", "adminAssign", member, LATER_FOR_A_DAY);
  await lab.request("groupEligibility", "adminAssign", member, LATER_FOR_A_DAY);
  return [
    [/(?<=group\/assignmentScheduleRequests\/)[0-9a-f-]{36}/u, textAt(inGroup.body, "id")],
    [/(?<=roleAssignmentScheduleRequests\/)[0-9a-f-]{36}/u, textAt(active.body, "id")],
    [/(?<=roleEligibilityScheduleRequests\/)[0-9a-f-]{36}/u, textAt(waiting.body, "id")],
  ];
}

function directorySubstitutes({ tenant, facts }: Lab): Substitutes {
  const groups = tenant.directory.all("group").filter((object) => object.kind === "group");
  const membersOf = (groupId: string): readonly string[] => idsInGroup(tenant, groupId, "member");
  const isGroup = (id: string): boolean => tenant.directory.byId(id)?.kind === "group";
  const outer = groups.find((group) => membersOf(group.id).some(isGroup));
  const inner = membersOf(outer?.id ?? "").find(isGroup) ?? "";
  const [unit] = tenant.directory.all("administrativeUnit");
  const [sku] = subscribedSkus(tenant);
  return [
    [/(?<=administrativeUnits\/)(?:[0-9a-f-]{36}|\{id\})/u, unit?.id ?? ""],
    // What a group is a member of can only be seen of one that is a member.
    [/(?<=^\/groups\/)(?:[0-9a-f-]{36}|\{[^}]+\})(?=\/memberOf)/u, inner],
    [/(?<=^\/groups\/)(?:[0-9a-f-]{36}|\{[^}]+\})/u, outer?.id ?? ""],
    [/(?<=members\/)\{[^}]+\}/u, membersOf(outer?.id ?? "")[0] ?? ""],
    [/(?<=^\/users\/)[^/?]+/u, facts.breakGlassIds[0] ?? ""],
    [/(?<=^\/subscribedSkus\/)[^/?]+/u, typeof sku?.["id"] === "string" ? sku["id"] : ""],
  ];
}

function roleSubstitutes({ tenant, facts }: Lab, unheldRoleId: string, isChange: boolean): Substitutes {
  const [eligible] = tenant.schedules.all("eligibility").values();
  const assigned = [...tenant.schedules.all("assignment").values()].find((row) => row.origin === "pim");
  const policy = tenant.policies.ofRole(roleIdOf("Global Administrator"));
  const policyId = `${tenant.id}_${policy?.guid ?? ""}`;
  const [groupId = ""] = facts.onboardedGroupIds;
  const ofGroup = tenant.policies.ofRole(accessRoleId(groupId, "member"));
  const custom = isChange ? unheldRoleId : (facts.customRoleIds[0] ?? "");
  return [
    [/(?<=roleAssignmentSchedules\/)(?!filterBy)[^/?]+/u, assigned?.id ?? ""],
    [/(?<=roleEligibilitySchedules\/)(?!filterBy)[^/?]+/u, eligible?.id ?? ""],
    [/(?<=roleAssignmentScheduleInstances\/)(?!filterBy)[^/?]+/u, assigned?.instanceId ?? ""],
    [/(?<=roleEligibilityScheduleInstances\/)(?!filterBy)[^/?]+/u, eligible?.instanceId ?? ""],
    [/(?<=roleAssignments\/)[^/?]+/u, assigned?.instanceId ?? ""],
    [/(?<=roleDefinitions\/)(?!fdd7a751)[^/?]+/u, custom],
    [/(?<=Directory(?:Role)?_)[0-9a-f-]{36}_[0-9a-f-]{36}/u, policyId],
    [/(?<=Group_)[0-9a-f-]{36}_[0-9a-f-]{36}/u, `${groupId}_${ofGroup?.guid ?? ""}`],
    [/(?<=scopeId eq ')[0-9a-f-]{36}/u, groupId],
    [/(?<=roleManagementPolicies\/)[0-9a-f-]{36}/u, `DirectoryRole_${policyId}`],
    [/(?<=principalId eq ')[^']+/u, facts.breakGlassIds[0] ?? ""],
  ];
}

/** The documented path with ids that this tenant has. */
export async function pathInThisTenant(lab: Lab, example: DocumentedExample): Promise<string> {
  const isChange = example.method !== "GET";
  const unheldRoleId = await makeRole(lab);
  const substitutes = [
    ...(await requestSubstitutes(lab)),
    ...roleSubstitutes(lab, unheldRoleId, isChange),
    ...directorySubstitutes(lab),
  ];
  return substitutes.reduce((path, [pattern, value]) => path.replace(pattern, value), example.path);
}

/** Before what a group's settings allow is over. */
const SOON = "2026-12-01";

/** A request of PIM for Groups: to begin with of somebody who is not in the group, else of somebody who is eligible. */
function groupBodyInThisTenant({ tenant, facts }: Lab, body: JsonObject): JsonObject {
  const [groupId = ""] = facts.onboardedGroupIds;
  const member = accessRoleId(groupId, "member");
  const [eligible] = tenant.schedules.ofRole("groupEligibility", member).values();
  const isNew = String(body["action"]).toLowerCase() === "adminassign";
  const principalId = isNew ? facts.globalAdministratorIds[0] : eligible?.principalId;
  return { ...body, groupId, principalId, scheduleInfo: inTime(body["scheduleInfo"], SOON) };
}

/** The documented body with a principal, a role and a scope that this tenant has. */
export function bodyInThisTenant(lab: Lab, body: JsonObject): JsonObject {
  const { tenant, facts } = lab;
  const [unit] = tenant.directory.all("administrativeUnit");
  const [held] = tenant.schedules.all("eligibility").values();
  const isAtUnit = String(body["directoryScopeId"]).startsWith("/administrativeUnits/");
  if ("@odata.id" in body)
    return { "@odata.id": `https://localhost:1/v1.0/directoryObjects/${facts.callerId}` };
  if (!("principalId" in body)) return body;
  if ("groupId" in body) return groupBodyInThisTenant(lab, body);
  const scheduleInfo = "scheduleInfo" in body ? { scheduleInfo: inTime(body["scheduleInfo"]) } : {};
  const action = String(body["action"]).toLowerCase();
  if (action === "adminremove") {
    return { ...body, principalId: held?.principalId, roleDefinitionId: held?.roleDefinitionId };
  }
  if (action === "selfactivate") {
    const principalId = facts.globalAdministratorIds[1];
    return { ...body, principalId, roleDefinitionId: roleIdOf("Global Administrator"), ...scheduleInfo };
  }
  return {
    ...body,
    principalId: facts.globalAdministratorIds[0],
    roleDefinitionId: roleIdOf("Groups Administrator"),
    directoryScopeId: isAtUnit ? `/administrativeUnits/${unit?.id ?? ""}` : "/",
    ...scheduleInfo,
  };
}

/** The person who asks: for what people do and read for themselves, and may list alone; null for the application. */
function askerOf(lab: Lab, { path, requestBody }: DocumentedExample, body: JsonObject | null): string | null {
  const { breakGlassIds, globalAdministratorIds } = lab.facts;
  if (String(requestBody?.["action"]).toLowerCase() === "selfactivate")
    return textAt(body ?? {}, "principalId");
  // The requests above were made for the first of them.
  if (
    /ScheduleRequests\/filterByCurrentUser|group\/\w+ScheduleRequests(?:\?|$)/u.test(path) &&
    requestBody === null
  )
    return breakGlassIds[0] ?? "";
  return /filterByCurrentUser|^\/me$/u.test(path) ? (globalAdministratorIds[0] ?? "") : null;
}

/** How the example is asked, given its body in this tenant: with its headers, and by whom. */
export function howInThisTenant(lab: Lab, example: DocumentedExample, body: JsonObject | null): How {
  // The page asks for the header in its table of headers, and leaves it out of its examples.
  const isTransitive = example.path.includes("/transitiveRoleAssignments");
  const headers = isTransitive ? { ...example.headers, consistencylevel: "eventual" } : example.headers;
  const askerId = askerOf(lab, example, body);
  return {
    version: example.version,
    headers,
    ...(askerId === null ? {} : { as: personInPortal(askerId) }),
  };
}
