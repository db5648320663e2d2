import { subscribedSkus } from "../collections/licences.ts";
import { roleIdOf } from "../seed/role-weights.ts";
import type { DocumentedExample } from "./documented-examples.ts";
import type { JsonObject } from "./json.ts";
import { isJsonObject, parseObject, textAt } from "./json.ts";
import type { How, Lab } from "./lab.ts";
import { idsInGroup } from "../state/group-members.ts";
import { personInPortal } from "../state/actor.ts";
import { NO_END } from "./lab.ts";

type Substitutes = readonly (readonly [pattern: RegExp, value: string])[];

/** The same schedule with an end that is still to come. */
function inTime(info: unknown): unknown {
  if (!isJsonObject(info)) return undefined;
  const later = JSON.stringify(info).replaceAll(/"20\d\d-/gu, '"2029-');
  return parseObject(later.replaceAll('"startDateTime":"2029', '"startDateTime":"2022'));
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
  return [
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
  const custom = isChange ? unheldRoleId : (facts.customRoleIds[0] ?? "");
  return [
    [/(?<=roleAssignmentSchedules\/)[^/?]+/u, assigned?.id ?? ""],
    [/(?<=roleEligibilitySchedules\/)[^/?]+/u, eligible?.id ?? ""],
    [/(?<=roleAssignmentScheduleInstances\/)[^/?]+/u, assigned?.instanceId ?? ""],
    [/(?<=roleEligibilityScheduleInstances\/)[^/?]+/u, eligible?.instanceId ?? ""],
    [/(?<=roleAssignments\/)[^/?]+/u, assigned?.instanceId ?? ""],
    [/(?<=roleDefinitions\/)(?!fdd7a751)[^/?]+/u, custom],
    [/cab01047-8ad9-4792-8e42-569340767f1b_[0-9a-f-]{36}/u, policyId],
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

/** The documented body with a principal, a role and a scope that this tenant has. */
export function bodyInThisTenant(lab: Lab, body: JsonObject): JsonObject {
  const { tenant, facts } = lab;
  const [unit] = tenant.directory.all("administrativeUnit");
  const [held] = tenant.schedules.all("eligibility").values();
  const isAtUnit = String(body["directoryScopeId"]).startsWith("/administrativeUnits/");
  if ("@odata.id" in body)
    return { "@odata.id": `https://localhost:1/v1.0/directoryObjects/${facts.callerId}` };
  if (!("principalId" in body)) return body;
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

/** How the example is asked: with its headers; what people do for themselves, as that person. */
export function howInThisTenant(lab: Lab, example: DocumentedExample): How {
  const isOwn = String(example.requestBody?.["action"]).toLowerCase() === "selfactivate";
  // The page asks for the header in its table of headers, and leaves it out of its examples.
  const isTransitive = example.path.includes("/transitiveRoleAssignments");
  const headers = isTransitive ? { ...example.headers, consistencylevel: "eventual" } : example.headers;
  const id = lab.facts.globalAdministratorIds[1] ?? "";
  return {
    version: example.version,
    headers,
    ...(isOwn ? { as: personInPortal(id) } : {}),
  };
}
