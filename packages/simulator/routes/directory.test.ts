import { beforeEach, describe, expect, test } from "vitest";
import { objectsAt, textAt } from "../testing/json.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { idsInGroup } from "../state/group-members.ts";
import { codeOf, createLab, NO_END } from "../testing/lab.ts";

let lab: Lab;
const EVENTUAL = { headers: { consistencylevel: "eventual" } };

beforeEach(async () => {
  lab = await createLab();
});

function idsIn(answer: Answer): readonly unknown[] {
  return objectsAt(answer.body, "value").map((row) => row["id"]);
}

function groupNamed(name: string): string {
  return lab.tenant.directory.all("group").find((group) => group.displayName === name)?.id ?? "";
}

function membersOf(groupId: string): readonly string[] {
  return idsInGroup(lab.tenant, groupId, "member");
}

describe("groups", () => {
  test("tell the members of groups inside them only when asked for all, and each of them once", async () => {
    const group = lab.tenant.directory
      .all("group")
      .find(
        (one) =>
          one.displayName?.startsWith("Team") === true &&
          membersOf(one.id).some((id) => lab.tenant.directory.byId(id)?.kind === "group"),
      );
    const direct = idsIn(await lab.graph("GET", `/groups/${group?.id ?? ""}/members`));
    const all = idsIn(await lab.graph("GET", `/groups/${group?.id ?? ""}/transitiveMembers`));
    const inner = direct.find((id) => lab.tenant.directory.byId(String(id))?.kind === "group");
    const innerIds = idsIn(await lab.graph("GET", `/groups/${String(inner)}/members`));
    expect(new Set(all)).toEqual(new Set([...direct, ...innerIds]));
    expect(new Set(all).size).toBe(all.length);
    const above = await lab.graph("GET", `/groups/${String(inner)}/memberOf/microsoft.graph.group`);
    expect(idsIn(above)).toEqual([group?.id]);
  });

  test("that stand in a circle are told without end of patience", async () => {
    const [one, other] = lab.tenant.directory.all("group").filter((object) => object.kind === "group");
    if (one === undefined || other === undefined) throw new Error("The tenant has no two groups.");
    for (const [outer, inner] of [
      [one, other],
      [other, one],
    ] as const) {
      const body = { "@odata.id": `https://localhost:1/v1.0/directoryObjects/${inner.id}` };
      expect((await lab.graph("POST", `/groups/${outer.id}/members/$ref`, body)).status).toBe(204);
    }
    const all = idsIn(await lab.graph("GET", `/groups/${one.id}/transitiveMembers`));
    expect(all).toEqual(expect.arrayContaining([one.id, other.id]));
    expect(new Set(all).size).toBe(all.length);
  });

  test("take a member and let it go, once each; a dynamic group does neither", async () => {
    const id = lab.facts.roleGroupIds[0] ?? "";
    const body = { "@odata.id": `https://localhost:1/v1.0/directoryObjects/${lab.facts.callerId}` };
    const add = (group: string): Promise<Answer> => lab.graph("POST", `/groups/${group}/members/$ref`, body);
    const take = (group: string): Promise<Answer> =>
      lab.graph("DELETE", `/groups/${group}/members/${lab.facts.callerId}/$ref`);
    const statuses = [
      await add(id),
      await add(id),
      await take(id),
      await take(id),
      await add(groupNamed("All of IT Operations")),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([204, 400, 204, 404, 400]);
  });

  test("are found by what lists in them hold, by parts of names, and counted, with the header that this needs", async () => {
    const unified = "/groups?$filter=groupTypes/any(t:t eq 'Unified')";
    expect(idsIn(await lab.graph("GET", unified))).toEqual([groupNamed("Project Videos")]);
    const search = '/groups?$search="displayName:vid" OR "description:nothing"&$count=true';
    expect(codeOf(await lab.graph("GET", search))).toBe("Request_UnsupportedQuery");
    const found = await lab.graph("GET", search, undefined, EVENTUAL);
    expect([found.body["@odata.count"], idsIn(found)]).toEqual([1, [groupNamed("Project Videos")]]);
    expect((await lab.graph("GET", "/groups/$count")).status).toBe(400);
    expect((await lab.graph("GET", "/groups/$count", undefined, EVENTUAL)).status).toBe(200);
  });

  test("are sorted over many pages by the name that was asked for", async () => {
    const names: string[] = [];
    let path = "/groups?$orderby=displayName desc&$top=2&$select=displayName";
    while (path !== "") {
      const page = await lab.graph("GET", path);
      names.push(...objectsAt(page.body, "value").map((row) => textAt(row, "displayName")));
      const next: unknown = page.body["@odata.nextLink"];
      path = typeof next === "string" ? next.slice("https://localhost:1/v1.0".length) : "";
    }
    const all = lab.tenant.directory.all("group").map((group) => group.displayName ?? "");
    expect(names).toEqual(all.toSorted((one, other) => other.localeCompare(one, "en")));
  });
});

describe("users", () => {
  test("tell of their last sign-in only when it is selected, and are found by it alone", async () => {
    const [id = ""] = lab.facts.breakGlassIds;
    expect((await lab.graph("GET", `/users/${id}`)).body).not.toHaveProperty("signInActivity");
    expect((await lab.graph("GET", `/users/${id}?$select=signInActivity`)).body["signInActivity"]).toBeNull();
    const old = "signInActivity/lastSignInDateTime le 2026-07-01T00:00:00Z";
    const found = await lab.graph("GET", `/users?$select=id,signInActivity&$filter=${old}`);
    expect(idsIn(found)).toContain(lab.facts.microsoftAccountId);
    expect((await lab.graph("GET", `/users?$filter=${old} and accountEnabled eq true`)).status).toBe(400);
    expect((await lab.graph("GET", "/users?$select=signInActivity&$top=501")).status).toBe(400);
  });

  test("hold as many licences as the products say are used, and others when the tenant has none for PIM", async () => {
    for (const isPremium of [true, false]) {
      await lab.control("POST", "/licence", { premium: isPremium });
      for (const sku of objectsAt((await lab.graph("GET", "/subscribedSkus")).body, "value")) {
        const holders = `assignedLicenses/any(l:l/skuId eq ${textAt(sku, "skuId")})`;
        const counted = await lab.graph(
          "GET",
          `/users?$filter=${holders}&$count=true&$top=1`,
          undefined,
          EVENTUAL,
        );
        expect(counted.body["@odata.count"]).toBe(sku["consumedUnits"]);
        expect(JSON.stringify(sku).includes("AAD_PREMIUM_P2")).toBe(isPremium);
      }
    }
  });

  test("send mail that goes nowhere and can be read by whoever steers the tenant", async () => {
    const [id = ""] = lab.facts.breakGlassIds;
    const message = { subject: "Soon", toRecipients: [{ emailAddress: { address: "a@contoso.com" } }] };
    expect((await lab.graph("POST", `/users/${id}/sendMail`, { message })).status).toBe(202);
    expect(
      (await lab.graph("POST", `/users/${id}/sendMail`, { message: { subject: "To nobody" } })).status,
    ).toBe(400);
    const { body } = await lab.control("GET", "/mails");
    expect(objectsAt(body, "mails")).toMatchObject([
      { senderId: id, subject: "Soon", toRecipients: ["a@contoso.com"] },
    ]);
  });
});

describe("roles of the tenant's own", () => {
  test("are made, changed, given by PIM with settings like any other, and deleted only when nobody holds them", async () => {
    const path = "/roleManagement/directory/roleDefinitions";
    const permissions = [{ allowedResourceActions: ["microsoft.directory/applications/basic/read"] }];
    const made = await lab.graph("POST", path, { displayName: "Ours", rolePermissions: permissions });
    const id = textAt(made.body, "id");
    expect(made.body).toMatchObject({ isBuiltIn: false, templateId: id, rolePermissions: permissions });
    expect((await lab.graph("PATCH", `${path}/${id}`, { description: "Better" })).status).toBe(204);
    expect((await lab.graph("GET", `${path}/${id}`)).body).toMatchObject({
      displayName: "Ours",
      description: "Better",
    });
    const principalId = lab.facts.breakGlassIds[0] ?? "";
    const grant = { principalId, roleDefinitionId: id, directoryScopeId: "/", appScopeId: null };
    const given = await lab.request("eligibility", "adminAssign", grant, { scheduleInfo: NO_END });
    expect([given.status, given.body["status"]]).toEqual([201, "Provisioned"]);
    const filter = `scopeId eq '/' and scopeType eq 'DirectoryRole' and roleDefinitionId eq '${id}'`;
    expect(
      idsIn(await lab.graph("GET", `/policies/roleManagementPolicyAssignments?$filter=${filter}`)),
    ).toHaveLength(1);
    expect((await lab.graph("DELETE", `${path}/${id}`)).status).toBe(400);
    await lab.pass("PT10M");
    await lab.request("eligibility", "adminRemove", grant);
    expect((await lab.graph("DELETE", `${path}/${id}`)).status).toBe(204);
    expect((await lab.graph("GET", `${path}/${id}`)).status).toBe(404);
  });

  test("do not make Microsoft's own changeable", async () => {
    const path = "/roleManagement/directory/roleDefinitions/fdd7a751-b60b-444a-984c-02652fe8fa1c";
    expect((await lab.graph("PATCH", path, { displayName: "Mine" })).status).toBe(400);
    expect((await lab.graph("DELETE", path)).status).toBe(400);
  });
});

test("role assignments of the groups around a person are told in beta, to who asks as Microsoft says", async () => {
  const groupId = lab.facts.roleGroupIds[0] ?? "";
  const [memberId = ""] = membersOf(groupId);
  const path = `/roleManagement/directory/transitiveRoleAssignments?$count=true&$filter=principalId eq '${memberId}'`;
  const answer = await lab.graph("GET", path, undefined, { version: "beta", ...EVENTUAL });
  expect(objectsAt(answer.body, "value").map((row) => row["principalId"])).toContain(groupId);
  expect((await lab.graph("GET", path, undefined, { version: "beta" })).status).toBe(400);
  expect((await lab.graph("GET", path, undefined, EVENTUAL)).status).toBe(400);
});

test("the report of who registered what for signing in knows everybody but those who are disabled", async () => {
  const path = "/reports/authenticationMethods/userRegistrationDetails";
  const users = lab.tenant.directory.all("user").filter((object) => object.kind === "user");
  const enabled = users.filter(({ accountEnabled }) => accountEnabled === true).map(({ id }) => id);
  const disabled = users.find(({ accountEnabled }) => accountEnabled === false);
  expect(idsIn(await lab.graph("GET", `${path}?$top=999`))).toEqual(enabled);
  expect((await lab.graph("GET", `${path}/${disabled?.id ?? ""}`)).status).toBe(404);
  expect((await lab.graph("GET", `${path}/${enabled[0] ?? ""}`)).status).toBe(200);
});
